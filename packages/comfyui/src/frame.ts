import { z } from "zod";
import type { ComfyEvent } from "./event.ts";

/** First word of a binary frame. */
export const frameEvent = { previewImage: 1, text: 3, previewImageWithMetadata: 4 } as const;

const mimeOfImageType = new Map([
  [1, "image/jpeg"],
  [2, "image/png"],
]);

const metadata = z.object({
  node_id: z.string(),
  prompt_id: z.string(),
  image_type: z.string().regex(/^image\/[a-z0-9.+-]+$/),
});

/**
 * Reads one binary frame (big-endian words). A frame that is cut short, or whose lengths point outside
 * it, becomes an `unknown` event; never throws. Image bytes are a view on the frame, not a copy.
 */
export function parseFrame(frame: Uint8Array): ComfyEvent {
  const unknown = (what: string): ComfyEvent => ({ kind: "unknown", what });
  if (frame.byteLength < 8) return unknown("binary frame cut short");
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const event = view.getUint32(0);
  const word = view.getUint32(4);
  const rest = frame.subarray(8);
  switch (event) {
    case frameEvent.previewImage: {
      const mime = mimeOfImageType.get(word);
      if (!mime || rest.byteLength === 0) return unknown("preview frame without a known image");
      return { kind: "image", bytes: rest, mime, nodeId: null, promptId: null };
    }
    case frameEvent.text: {
      if (word > rest.byteLength) return unknown("text frame cut short");
      return { kind: "text", nodeId: decode(rest.subarray(0, word)), text: decode(rest.subarray(word)) };
    }
    case frameEvent.previewImageWithMetadata: {
      if (word >= rest.byteLength) return unknown("image frame cut short");
      const meta = readMetadata(decode(rest.subarray(0, word)));
      if (!meta) return unknown("image frame with unreadable metadata");
      return {
        kind: "image",
        bytes: rest.subarray(word),
        mime: meta.image_type,
        nodeId: meta.node_id,
        promptId: meta.prompt_id,
      };
    }
    default:
      return unknown(`binary event ${event}`);
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function readMetadata(text: string): z.infer<typeof metadata> | null {
  try {
    return metadata.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

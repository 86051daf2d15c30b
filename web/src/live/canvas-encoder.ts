import {
  DRAFT_SIZE_PX,
  FINAL_SIZE_PX,
  FRAME_JPEG_QUALITY,
  FULL_SIZE_PX,
  type Quality,
} from "@llamasketch/contract";
import type { LiveHandlers } from "@llamasketch/live-client";
import type { Ink } from "../drawing/ink.ts";
import type { EncodeAnswer, EncodeQuestion } from "./encode-messages.ts";

const SIDE_PX: Record<Quality, number> = {
  draft: DRAFT_SIZE_PX,
  full: FULL_SIZE_PX,
  final: FINAL_SIZE_PX,
};

export interface CanvasEncoder {
  /** Reads the drawing as it is at the call, and encodes it at the size that `quality` asks for. */
  encode: LiveHandlers["encode"];
  stop(): void;
}

/** One encoding is asked for at a time. */
export function createEncoder(ink: Ink): CanvasEncoder {
  const worker = new Worker(new URL("./encode-worker.ts", import.meta.url), { type: "module" });
  const scratch = new Map<Quality, OffscreenCanvas>();
  return {
    async encode(quality) {
      const sidePx = SIDE_PX[quality];
      const canvas = scratch.get(quality) ?? new OffscreenCanvas(sidePx, sidePx);
      scratch.set(quality, canvas);
      const context = canvas.getContext("2d", { alpha: false });
      if (!context || !ink.drawInto(context, sidePx)) return null;
      const answer = await ask(worker, {
        pixels: canvas.transferToImageBitmap(),
        jpegQuality: FRAME_JPEG_QUALITY,
      });
      return answer && { ...answer, format: "jpeg", widthPx: sidePx, heightPx: sidePx };
    },
    stop: () => worker.terminate(),
  };
}

function ask(worker: Worker, question: EncodeQuestion): Promise<EncodeAnswer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<EncodeAnswer>) => resolve(event.data);
    worker.onerror = () => reject(new Error("The canvas could not be encoded."));
    worker.postMessage(question, [question.pixels]);
  });
}

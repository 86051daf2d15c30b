/**
 * A stored clip as a WebM: a lossy WebP is a key frame of VP8, so that its pictures go from one container into the other as they are. Nothing
 * is decoded, nothing lost.
 */
import { webmTags } from "@llamasketch/media-mark";
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from "mediabunny";
import { chunksOf, readClip, uint24 } from "./whole-clip.ts";

const HEADER_BYTES = 12;
const FRAME_HEADER_BYTES = 16;

interface Shown {
  data: Uint8Array;
  durationMs: number;
}

/** Null for a clip whose pictures are not all whole, opaque and lossy: hosts without an encoder of their own store what ComfyUI wrote. */
export async function clipWebm(clip: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null> {
  const head = readClip(clip);
  const frames = head && wholeFrames(clip, head);
  if (!frames) return null;
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const track = new EncodedVideoPacketSource("vp8");
  output.addVideoTrack(track);
  output.setMetadataTags({ raw: webmTags("trainedAlgorithmicMedia") });
  await output.start();
  const decoderConfig = { codec: "vp8", codedWidth: head.widthPx, codedHeight: head.heightPx };
  let atMs = 0;
  for (const { data, durationMs } of frames) {
    await track.add(new EncodedPacket(data, "key", atMs / 1000, durationMs / 1000), { decoderConfig });
    atMs += durationMs;
  }
  await output.finalize();
  return target.buffer && new Uint8Array(target.buffer);
}

/** Null where one of them cannot stand alone. */
function wholeFrames(clip: Uint8Array, size: { widthPx: number; heightPx: number }): Shown[] | null {
  const view = new DataView(clip.buffer, clip.byteOffset, clip.byteLength);
  const frames: Shown[] = [];
  for (const { name, at, length } of chunksOf(view, HEADER_BYTES, clip.length)) {
    if (name !== "ANMF") continue;
    const [picture] = chunksOf(view, at + FRAME_HEADER_BYTES, at + length);
    const fills = 1 + uint24(view, at + 6) === size.widthPx && 1 + uint24(view, at + 9) === size.heightPx;
    if (!fills || picture?.name !== "VP8 ") return null;
    const data = clip.subarray(picture.at, picture.at + picture.length);
    frames.push({ data, durationMs: uint24(view, at + 12) });
  }
  return frames;
}

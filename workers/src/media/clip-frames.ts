/** Pictures of an animated WebP that was found whole, each as a file of its own. */
import { chunksOf, uint24 } from "./whole-clip.ts";

interface Frame {
  bytes: Uint8Array;
  widthPx: number;
  heightPx: number;
}

const HEADER_BYTES = 12;
const FRAME_HEADER_BYTES = 16;
const SEE_THROUGH = 0x10;

export function* clipFrames(clip: Uint8Array): Generator<Frame> {
  const view = new DataView(clip.buffer, clip.byteOffset, clip.byteLength);
  for (const { name, at, length } of chunksOf(view, HEADER_BYTES, clip.length)) {
    if (name !== "ANMF") continue;
    const data = clip.subarray(at + FRAME_HEADER_BYTES, at + length);
    const [widthPx, heightPx] = [1 + uint24(view, at + 6), 1 + uint24(view, at + 9)];
    const hasAlpha = String.fromCharCode(...data.subarray(0, 4)) === "ALPH";
    // What is see-through beside its colours needs a head that says so.
    const parts = hasAlpha ? [extendedHead(widthPx, heightPx), data] : [data];
    yield { bytes: asFile(parts), widthPx, heightPx };
  }
}

function extendedHead(widthPx: number, heightPx: number): Uint8Array {
  const head = new Uint8Array(18);
  const view = new DataView(head.buffer);
  head.set(new TextEncoder().encode("VP8X"));
  view.setUint32(4, 10, true);
  view.setUint8(8, SEE_THROUGH);
  view.setUint32(12, widthPx - 1, true);
  view.setUint16(15, heightPx - 1, true);
  view.setUint8(17, (heightPx - 1) >> 16);
  return head;
}

function asFile(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = parts.reduce((sum, { length }) => sum + length, 0);
  const file = new Uint8Array(HEADER_BYTES + bytes);
  file.set(new TextEncoder().encode("RIFF____WEBP"));
  new DataView(file.buffer).setUint32(4, bytes + 4, true);
  let at = HEADER_BYTES;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

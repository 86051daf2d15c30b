/** Whether bytes are one whole animated WebP and nothing else, of the length that was asked for: every frame of it is walked. */

export interface ClipHead {
  format: "webp";
  widthPx: number;
  heightPx: number;
  frames: number;
  durationMs: number;
}

/** Beside the frames. */
const KNOWN = new Set(["VP8X", "ANIM", "ANMF", "ICCP", "EXIF", "XMP "]);
const MOVES = 0x02;
/** Times are kept in whole milliseconds for each frame: 25 of 166 or 167. */
const TOLERANCE = 0.01;

/** What it is, or null. Pictures that are alike may have been made one, so that there are fewer of them; never more. */
export function wholeClip(
  bytes: Uint8Array,
  { frames, durationMs }: { frames: number; durationMs: number },
): ClipHead | null {
  const clip = readClip(bytes);
  if (!clip || clip.frames < 2 || clip.frames > frames) return null;
  return Math.abs(clip.durationMs / durationMs - 1) <= TOLERANCE ? clip : null;
}

export function readClip(bytes: Uint8Array): ClipHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30 || textAt(bytes, 0) !== "RIFF" || textAt(bytes, 8) !== "WEBP") return null;
  if (view.getUint32(4, true) + 8 !== bytes.length) return null;
  let canvas: Size | null = null;
  let isMoving = false;
  let frames = 0;
  let durationMs = 0;
  for (const { name, at, length } of chunksOf(view, 12, bytes.length)) {
    if (name === null || !KNOWN.has(name)) return null;
    if ((canvas === null) !== (name === "VP8X")) return null;
    if (name === "VP8X") {
      if (length !== 10 || (view.getUint8(at) & MOVES) === 0) return null;
      canvas = { widthPx: 1 + uint24(view, at + 4), heightPx: 1 + uint24(view, at + 7) };
    } else if (name === "ANIM") {
      if (length !== 6 || frames > 0 || isMoving) return null;
      isMoving = true;
    } else if (name === "ANMF") {
      if (!isMoving || length < 16 || !canvas || !isFrame(view, at, length, canvas)) return null;
      frames += 1;
      durationMs += uint24(view, at + 12);
    }
  }
  return canvas && frames > 0 ? { format: "webp", ...canvas, frames, durationMs } : null;
}

interface Size {
  widthPx: number;
  heightPx: number;
}
interface Chunk {
  /** Null for what is no whole chunk: nothing comes after it. */
  name: string | null;
  /** Of its data. */
  at: number;
  length: number;
}

export function* chunksOf(view: DataView, from: number, to: number): Generator<Chunk> {
  let at = from;
  while (at < to) {
    const length = at + 8 <= to ? view.getUint32(at + 4, true) : Infinity;
    const end = at + 8 + length + (length % 2);
    if (!(end <= to)) return yield { name: null, at, length: 0 };
    yield { name: String.fromCharCode(...codesAt(view, at)), at: at + 8, length };
    at = end;
  }
}

/** Within the canvas, and one picture of the size it says: what a decoder makes room for is what was looked at. */
function isFrame(view: DataView, at: number, length: number, canvas: Size): boolean {
  const [x, y] = [uint24(view, at) * 2, uint24(view, at + 3) * 2];
  const size = { widthPx: 1 + uint24(view, at + 6), heightPx: 1 + uint24(view, at + 9) };
  if (x + size.widthPx > canvas.widthPx || y + size.heightPx > canvas.heightPx) return false;
  let pictures = 0;
  for (const chunk of chunksOf(view, at + 16, at + length)) {
    if (chunk.name === "ALPH" && pictures === 0) continue;
    if (chunk.name !== "VP8 " && chunk.name !== "VP8L") return false;
    const own = sizeOf(view, chunk);
    if (own?.widthPx !== size.widthPx || own.heightPx !== size.heightPx) return false;
    pictures += 1;
  }
  return pictures === 1;
}

function sizeOf(view: DataView, { name, at, length }: Chunk): Size | null {
  if (length < 10) return null;
  if (name === "VP8 ") {
    const isKey =
      view.getUint8(at + 3) === 0x9d && view.getUint8(at + 4) === 0x01 && view.getUint8(at + 5) === 0x2a;
    const [width, height] = [view.getUint16(at + 6, true), view.getUint16(at + 8, true)];
    return isKey ? { widthPx: width & 0x3fff, heightPx: height & 0x3fff } : null;
  }
  if (view.getUint8(at) !== 0x2f) return null;
  const bits = view.getUint32(at + 1, true);
  return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1 };
}

export const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
const codesAt = (view: DataView, at: number): number[] =>
  [0, 1, 2, 3].map((more) => view.getUint8(at + more));
const textAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

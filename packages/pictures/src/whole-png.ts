import { crc32 } from "./crc32.ts";

const SIGNATURE_BYTES = 8;
/** Samples of a pixel by colour type; others do not exist. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Which pixels come when, by the way of interlacing: the first of each pass, and how far apart the others are. */
const PASSES: Readonly<Record<number, readonly (readonly [number, number, number, number])[]>> = {
  0: [[0, 0, 1, 1]],
  1: [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ],
};

/** Chunks with sound sums, the end at the last byte, and exactly as many pixels as the header says. */
export async function isWholePng(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packed: Uint8Array<ArrayBuffer>[] = [];
  let at = SIGNATURE_BYTES;
  let expected = 0;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      return false;
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at === SIGNATURE_BYTES) {
      if (name !== "IHDR" || length !== 13) return false;
      expected = unpackedBytes(view, at + 8);
      if (expected === 0) return false;
    } else if (name === "IDAT") packed.push(bytes.subarray(at + 8, end - 4));
    else if (name === "IEND")
      return end === bytes.length && length === 0 && (await unpacksTo(packed, expected));
    // An unknown part that must be understood.
    else if (/^[A-Z]/.test(name) && name !== "PLTE") return false;
    at = end;
  }
  return false;
}

/** Zero when it cannot be told. */
function unpackedBytes(view: DataView, at: number): number {
  const bits = view.getUint8(at + 8);
  const samples = SAMPLES[view.getUint8(at + 9)];
  const passes = PASSES[view.getUint8(at + 12)];
  const isPlain = view.getUint8(at + 10) === 0 && view.getUint8(at + 11) === 0;
  if (samples === undefined || !passes || !isPlain || ![1, 2, 4, 8, 16].includes(bits)) return 0;
  return passes.reduce((sum, [x, y, everyX, everyY]) => {
    const width = Math.max(0, Math.ceil((view.getUint32(at) - x) / everyX));
    const height = Math.max(0, Math.ceil((view.getUint32(at + 4) - y) / everyY));
    // A pass without pixels has no lines either.
    return sum + (width === 0 ? 0 : height * (1 + Math.ceil((width * samples * bits) / 8)));
  }, 0);
}

/** Stops as soon as it is more: what is packed may be a bomb. */
async function unpacksTo(packed: Uint8Array<ArrayBuffer>[], expected: number): Promise<boolean> {
  const unpacked = new Blob(packed).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = unpacked.getReader();
  let seen = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return seen === expected;
      seen += value.byteLength;
      if (seen > expected) return false;
    }
  } catch {
    return false;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

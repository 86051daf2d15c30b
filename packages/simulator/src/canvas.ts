/** Canvases and pictures of the simulation: the head of a real PNG around the words they show. */
const HEAD_BYTES = 33;
const TAIL_BYTES = 12;

/** Bytes that pass for a whole PNG of this size; `shows` is what one would see in it. */
export function fakePng(widthPx: number, heightPx: number, shows: string): Uint8Array<ArrayBuffer> {
  const words = Array.from(shows, (letter) => letter.charCodeAt(0) & 0xff);
  const bytes = new Uint8Array(HEAD_BYTES + words.length + TAIL_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x89504e47);
  view.setUint32(4, 0x0d0a1a0a);
  view.setUint32(8, 13);
  view.setUint32(12, 0x49484452);
  view.setUint32(16, widthPx);
  view.setUint32(20, heightPx);
  bytes.set(words, HEAD_BYTES);
  view.setUint32(bytes.length - 8, 0x49454e44);
  return bytes;
}

export const seenIn = (png: Uint8Array): string =>
  String.fromCharCode(...png.subarray(HEAD_BYTES, png.length - TAIL_BYTES));

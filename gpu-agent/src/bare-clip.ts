/** An animated WebP without what its maker wrote beside the pixels (ComfyUI: the whole workflow, words and all), and marked. */
const HEADER_BYTES = 12;
const HAS_XMP = 0x04;
/** What is left of the flags: see-through, and that it moves. */
const KEPT_FLAGS = 0x12;
const PIXELS = new Set(["VP8X", "ANIM", "ANMF"]);

/** `xmp` is its one word beside the pixels. Null when the bytes are no animated WebP. */
export function bareClip(webp: Uint8Array, xmp: string): Buffer | null {
  const bytes = Buffer.from(webp.buffer, webp.byteOffset, webp.byteLength);
  const parts: Buffer[] = [];
  for (let at = HEADER_BYTES; at + 8 <= bytes.length;) {
    const name = bytes.toString("latin1", at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (end > bytes.length) return null;
    const part = Buffer.from(bytes.subarray(at, end));
    if (name === "VP8X") part[8] = ((part[8] ?? 0) & KEPT_FLAGS) | HAS_XMP;
    if (PIXELS.has(name)) parts.push(part);
    at = end;
  }
  const [first] = parts;
  if (first?.toString("latin1", 0, 4) !== "VP8X") return null;
  const words = Buffer.from(xmp);
  const head = Buffer.alloc(8);
  head.write("XMP ", "latin1");
  head.writeUInt32LE(words.length, 4);
  parts.push(head, words, Buffer.alloc(words.length % 2));
  const whole = Buffer.concat([bytes.subarray(0, HEADER_BYTES), ...parts]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

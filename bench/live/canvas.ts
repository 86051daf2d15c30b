/** Canvases for measurements: one real JPEG, made different each time by a number in its comment. */
import { DRAFT_SIZE_PX } from "@llamasketch/contract";
import { hashOf, type CanvasBytes } from "@llamasketch/headless";
import sharp from "sharp";

const COMMENT = Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0]);
const COUNTER_AT = 6;

/** A maker of canvases of about `targetBytes`, each unlike all before. */
export async function canvasMaker(targetBytes: number): Promise<() => CanvasBytes> {
  const px = DRAFT_SIZE_PX;
  const noise = Buffer.alloc(px * px * 3);
  // Grain enough to reach the size; the same on every run.
  for (let at = 0, state = 1; at < noise.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    noise[at] = 200 + (state >>> 27);
  }
  let jpeg = Buffer.alloc(0);
  for (let quality = 95; quality > 5; quality -= 3) {
    jpeg = await sharp(noise, { raw: { width: px, height: px, channels: 3 } })
      .jpeg({ quality })
      .toBuffer();
    if (jpeg.length <= targetBytes) break;
  }
  const padding = Math.max(0, targetBytes - jpeg.length - COMMENT.length - 4);
  const pad = Buffer.alloc(padding > 0 ? padding + 4 : 0);
  if (padding > 0) pad.writeUInt32BE(0xffef0000 + Math.min(65_000, padding + 2), 0);
  const base = Buffer.concat([
    jpeg.subarray(0, 2),
    COMMENT,
    ...(padding > 0 && padding < 65_000 ? [pad] : []),
    jpeg.subarray(2),
  ]);
  let count = 0;
  return () => {
    const bytes = new Uint8Array(base);
    new DataView(bytes.buffer).setUint32(COUNTER_AT, ++count);
    return { bytes, format: "jpeg", widthPx: px, heightPx: px, hash: hashOf(bytes.subarray(0, 64)) };
  };
}

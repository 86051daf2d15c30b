import sharp from "sharp";
import type { Sharp } from "sharp";
import { NodeFailure } from "./node.ts";
import type { ImageValue } from "./value.ts";

/** Most pixels one image value may hold, all frames together: a guard for a small machine. */
export const maxPixels = 48_000_000;

/** Throws the failure that a device out of memory gives. */
export function checkPixels(width: number, height: number, frames: number): void {
  if (width * height * frames <= maxPixels) return;
  throw new NodeFailure(
    "torch.OutOfMemoryError",
    `${frames} x ${width} x ${height} pixels are too many here`,
  );
}

/** A new image from the same frames, each changed by `change`. */
export async function mapFrames(
  image: ImageValue,
  size: { width: number; height: number },
  change: (frame: Uint8Array, index: number) => Promise<Uint8Array> | Uint8Array,
): Promise<ImageValue> {
  const frames: Uint8Array[] = [];
  for (const [index, frame] of image.frames.entries()) frames.push(await change(frame, index));
  return { kind: "IMAGE", width: size.width, height: size.height, frames };
}

/** RGB bytes as sharp reads them. */
export function fromRaw(image: { width: number; height: number }, frame: Uint8Array): Sharp {
  return sharp(frame, { raw: { width: image.width, height: image.height, channels: 3 } });
}

/** PNG as ComfyUI's: a filter chosen for each row; files at level 4, what goes over the socket or is temporary at level 1. */
export function encodePng(image: ImageValue, frame: Uint8Array, compressionLevel: 1 | 4): Promise<Buffer> {
  return fromRaw(image, frame).png({ compressionLevel, adaptiveFiltering: true }).toBuffer();
}

/** A sampler's preview: small, blurred and noisy at first, clearer with `share` 0 to 1, enlarged as ComfyUI does. */
export async function encodePreview(image: ImageValue, share: number): Promise<Buffer> {
  const { width, height } = image;
  const fit = { width: Math.max(1, width >> 3), height: Math.max(1, height >> 3), fit: "fill" } as const;
  const small = await fromRaw(image, image.frames[0]).resize(fit).raw().toBuffer();
  let state = 1;
  for (let i = 0; i < small.length; i++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    const noise = (state >>> 24) * (1 - share);
    small[i] = Math.round(noise + small[i] * share);
  }
  const side = Math.max(width, height) / 512;
  return sharp(small, { raw: { width: fit.width, height: fit.height, channels: 3 } })
    .resize({
      width: Math.max(1, Math.round(width / side)),
      height: Math.max(1, Math.round(height / side)),
      fit: "fill",
    })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** Decodes an image file; a file that was cut short still gives what there is of it. */
export async function decodeImage(
  bytes: Buffer,
  label: string,
): Promise<{ image: ImageValue; alpha: Uint8Array | null }> {
  try {
    // As ComfyUI does: it turns pictures upright, and takes samples for sRGB whatever a profile says.
    const reader = sharp(bytes, { failOn: "none", limitInputPixels: maxPixels, ignoreIcc: true })
      .autoOrient()
      .toColourspace("srgb");
    const hasAlpha = isJpeg(bytes) ? false : (await reader.metadata()).hasAlpha;
    const { data, info } = await reader.clone().removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const rgb = info.channels === 3 ? data : spread(data, info.channels);
    const alpha = hasAlpha ? await reader.clone().extractChannel("alpha").raw().toBuffer() : null;
    return { image: { kind: "IMAGE", width: info.width, height: info.height, frames: [rgb] }, alpha };
  } catch {
    throw new NodeFailure("PIL.UnidentifiedImageError", `cannot identify image file '${label}'\n`);
  }
}

const isJpeg = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;

function spread(data: Uint8Array, channels: number): Uint8Array {
  const count = data.length / channels;
  const out = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) out.fill(data[i * channels], i * 3, i * 3 + 3);
  return out;
}

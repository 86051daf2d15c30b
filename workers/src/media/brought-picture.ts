/** A picture from anybody, as it is stored: bare, and such that a host can decode it; or why it is not taken. */
import { REFUSED, barePicture, megapixels, type BarePicture } from "@llamasketch/pictures";
import { WEBP_MAX_PIXELS, isReadable } from "./readable.ts";

export async function broughtPicture(
  bytes: Uint8Array,
  maxPixels: number,
): Promise<BarePicture | { why: string }> {
  const bare = await barePicture(bytes, { maxPixels });
  if ("why" in bare) return bare;
  const { bytes: kept, format, widthPx, heightPx, orientation } = bare;
  const pixels = widthPx * heightPx;
  if (format !== "webp") return bare;
  if (pixels > WEBP_MAX_PIXELS)
    return {
      why: `It is a WebP of ${megapixels(pixels)} megapixels; at most ${megapixels(WEBP_MAX_PIXELS)} are taken. Send a JPEG or a PNG.`,
    };
  // As it lies, before it is turned. All else was read to its last pixel.
  const lying = orientation < 5 ? { widthPx, heightPx } : { widthPx: heightPx, heightPx: widthPx };
  return (await isReadable(kept, { format, ...lying })) ? bare : { why: REFUSED.damaged };
}

/** A picture from anybody, as it is stored: bare, and such that a host can decode it; or why it is not taken. */
import { REFUSED, barePicture, megapixels, type BarePicture } from "@llamasketch/pictures";
import { WEBP_MAX_PIXELS, isReadable } from "./readable.ts";

export async function broughtPicture(
  bytes: Uint8Array,
  maxPixels: number,
): Promise<BarePicture | { why: string }> {
  const bare = await barePicture(bytes, { maxPixels });
  if ("why" in bare) return bare;
  const pixels = bare.widthPx * bare.heightPx;
  if (bare.format === "webp" && pixels > WEBP_MAX_PIXELS)
    return {
      why: `It is a WebP of ${megapixels(pixels)} megapixels; at most ${megapixels(WEBP_MAX_PIXELS)} are taken. Send a JPEG or a PNG.`,
    };
  // What is kept is what must be decodable.
  return (await isReadable(bare.bytes, asItLies(bare))) ? bare : { why: REFUSED.damaged };
}

/** As a decoder has it, before it is turned. */
const asItLies = ({ format, widthPx, heightPx, orientation }: BarePicture) =>
  orientation < 5 ? { format, widthPx, heightPx } : { format, widthPx: heightPx, heightPx: widthPx };

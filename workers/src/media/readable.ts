/**
 * Whether a host could decode a picture that somebody sent: asked at the door, so that what is damaged fails there and not on
 * three hosts. Its container was walked before; of a PNG the pixels were unpacked then.
 */
import { JOB_SIDE_MAX_PX, type ImageHead } from "@llamasketch/contract";
import { isWholeCoded } from "@llamasketch/pictures";
import { isDecodable } from "./decoded.ts";

/** A decoder takes eight bytes for each pixel of a WebP, and all of a Worker shares 128 MB: 52 MB. */
export const WEBP_MAX_PIXELS = JOB_SIDE_MAX_PX * JOB_SIDE_MAX_PX;

export async function isReadable(bytes: Uint8Array, head: ImageHead): Promise<boolean> {
  if (head.format === "png") return true;
  if (head.format === "jpeg") return isWholeCoded(bytes);
  return head.widthPx * head.heightPx <= WEBP_MAX_PIXELS && (await isDecodable(bytes, head));
}

/** What goes into ComfyUI: it knows nothing of profiles, inks and what is seen through, so they are carried out before. */
import { UPLOAD_MAX_PIXELS, type JobFormat } from "@llamasketch/contract";
import { plainPicture } from "@llamasketch/pictures/plain";
import { JobFailed } from "./job-work.ts";

/** An optional part: a single bundled file has no native modules, and is offered no work that begins with a picture. */
const loaded = import("sharp").then(
  ({ default: sharp }) => sharp,
  () => null,
);

/** Whether pictures can be brought to what ComfyUI reads. */
export const canTakePictures = async (): Promise<boolean> => (await loaded) !== null;

interface PlainInput {
  bytes: Uint8Array;
  format: JobFormat;
}

/** Upright, sRGB, eight bits, opaque. Rejects with `JobFailed` where it is no picture, or nothing here can do it. */
export async function plainInput(image: Uint8Array): Promise<PlainInput> {
  const sharp = await loaded;
  if (!sharp) throw new JobFailed("unfit", "pictures cannot be read here: sharp is not installed");
  const plain = await plainPicture(sharp, image, UPLOAD_MAX_PIXELS).catch(() => null);
  if (!plain || "why" in plain) throw new JobFailed("refused", plain?.why ?? "its picture cannot be decoded");
  // What needs nothing is not coded anew.
  if (plain.isAsItWas) return { bytes: plain.bare.bytes, format: plain.bare.format };
  try {
    // Between two programs on one machine: the less work, the better.
    return { bytes: await plain.image.png({ compressionLevel: 1 }).toBuffer(), format: "png" };
  } catch {
    throw new JobFailed("refused", "its picture cannot be decoded");
  }
}

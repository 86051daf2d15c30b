import { inWorker } from "../../../brought/in-worker.ts";
import { PHOTO_MAX_PIXELS } from "../../../brought/open-picture.ts";
import { imageFacts } from "./image-facts.ts";
import { ImportProblem } from "./import-problem.ts";
import type { ImportAnswer, ImportedImage } from "./import-work.ts";
import { words } from "./words.ts";

const FILE_MEGABYTES_MAX = 64;
const MEGAPIXELS_MAX = PHOTO_MAX_PIXELS / 1e6;

/**
 * A file as an image for the page: upright, without what its camera wrote beside it, small enough for the log. Throws
 * an `ImportProblem` in words for a person.
 */
export async function importImage(file: Blob): Promise<ImportedImage> {
  if (file.size > FILE_MEGABYTES_MAX * 1e6) {
    throw new ImportProblem(words.importFailed.heavy(FILE_MEGABYTES_MAX));
  }
  const bytes = new Uint8Array(await file.arrayBuffer().catch(() => new ArrayBuffer(0)));
  const { kind, widthPx, heightPx, isAnimated } = imageFacts(bytes);
  if (kind === "svg") throw new ImportProblem(words.importFailed.svg);
  if (kind === "unknown") throw new ImportProblem(words.importFailed.unknown);
  if (widthPx !== null && heightPx !== null && widthPx * heightPx > MEGAPIXELS_MAX * 1e6) {
    throw new ImportProblem(words.importFailed.vast(widthPx, heightPx, MEGAPIXELS_MAX));
  }
  const { image } = await shrink(file);
  // A browser that lacks a format's decoder says no more than one that has it says of a damaged file.
  if (!image)
    throw new ImportProblem(kind === "heif" ? words.importFailed.unknown : words.importFailed.broken);
  return { ...image, wasAnimated: isAnimated };
}

/** Decodes and shrinks beside the page's own thread. */
async function shrink(file: Blob): Promise<ImportAnswer> {
  const worker = new Worker(new URL("./import-worker.ts", import.meta.url), { type: "module" });
  return (await inWorker<ImportAnswer>(worker, file)) ?? { image: null };
}

import { JOB_SIDE_MAX_PX, UPLOAD_MAX_BYTES, UPLOAD_MAX_PIXELS } from "@llamasketch/contract";
import { inWorker } from "../../../brought/in-worker.ts";

import type { BringAnswer, BringWork } from "./bring-work.ts";

const LIMITS: BringWork["limits"] = {
  bytes: UPLOAD_MAX_BYTES,
  // The server decodes a WebP to look at it, and has no room for larger ones.
  pixels: { jpeg: UPLOAD_MAX_PIXELS, png: UPLOAD_MAX_PIXELS, webp: JOB_SIDE_MAX_PX * JOB_SIDE_MAX_PX },
};

/** Null where it is damaged, or this browser cannot decode it. */
export async function bringPicture(file: Blob): Promise<Exclude<BringAnswer, { picture: null }> | null> {
  const worker = new Worker(new URL("./bring-worker.ts", import.meta.url), { type: "module" });
  const work: BringWork = { file, limits: LIMITS };
  const answer = await inWorker<BringAnswer>(worker, work);
  return answer?.picture ? answer : null;
}

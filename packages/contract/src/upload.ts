/** Pictures of one's own that go into generations: kept for a week, shown to nobody. */
import { z } from "zod";
import { uploadId } from "./ids.ts";
import { jobFormat } from "./job.ts";

/** A camera's JPEG at its best is about 10 MB. */
export const UPLOAD_MAX_BYTES = 12 * 1024 * 1024;
/** What a host's memory takes unpacked several times over: 25 megapixels are 75 MB. */
export const UPLOAD_MAX_PIXELS = 25_000_000;
/** Smaller ones hold nothing to paint over. */
export const UPLOAD_SIDE_MIN_PX = 64;
/** As long as this it can be used, then it is removed. */
export const UPLOAD_MS = 7 * 86_400_000;
/** Most that one has at a time. */
export const UPLOADS_MAX = 50;

export const uploadView = z
  .object({
    id: uploadId,
    format: jobFormat,
    /** As it is shown: turned upright. */
    widthPx: z.int(),
    heightPx: z.int(),
    /** As it is kept, without what it said of camera, place and author. */
    bytes: z.int(),
    createdAt: z.string(),
    /** Removed then. */
    expiresAt: z.string(),
  })
  .meta({ id: "Upload" });
/** All there are, the newest first: never more than one may have. */
export const uploadList = z.object({ uploads: z.array(uploadView) });
export type UploadView = z.infer<typeof uploadView>;

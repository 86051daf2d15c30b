/** Finals: a canvas of a sketch, painted large in the queue. Times are ISO 8601 strings in UTC. */
import { z } from "zod";
import { jobId, pictureId, quoteId } from "./ids.ts";
import { settings } from "./live.ts";
import { orNull } from "./or-null.ts";

/** Sides are multiples of this: models paint in blocks. */
export const FINAL_SIDE_STEP_PX = 16;
/** Sides of finals that a page offers: what every plan may have, and what larger ones may. Beyond two megapixels there is the upscale. */
export const FINAL_SIDES_PX = [1024, 1440] as const;
/** Longest file of a canvas: a JPEG of 2,048 × 1,024 px at quality 85 is about 1 MB, a PNG of it may have three. */
export const FINAL_CANVAS_MAX_BYTES = 4 * 1024 * 1024;

const u32 = z.int().min(0).max(0xffff_ffff);
const side = z
  .int()
  .min(256)
  .max(2048)
  .multipleOf(FINAL_SIDE_STEP_PX)
  // The document of the API does not see it by itself.
  .meta({ multipleOf: FINAL_SIDE_STEP_PX });

export const finalSize = z.object({ widthPx: side, heightPx: side });

/** The part `about` of a form whose part `image` is the canvas, of exactly this size: a whole JPEG, PNG or WebP. */
export const finalCreate = finalSize.extend({
  /** Which canvas it is, as the live protocol counts them: where the final stands in the history. */
  epoch: u32.min(1),
  version: u32.min(1),
  settings,
  /** A price that was promised for exactly this. */
  quote: quoteId.optional(),
});
export type FinalCreate = z.infer<typeof finalCreate>;

const finalQueue = z
  .object({ ahead: z.int().nullable(), etaMs: z.int().nullable() })
  .meta({ id: "FinalQueue" });

export const finalView = finalSize
  .extend({
    id: jobId,
    state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
    reason: z.enum(["poison", "tries", "refused", "expired"]).nullable(),
    epoch: u32,
    version: u32,
    /** Held while it is made, paid when it is there. */
    credits: z.int(),
    queue: orNull(finalQueue),
    /** Once it is there, unless it was removed. */
    pictureId: pictureId.nullable(),
    createdAt: z.string(),
  })
  .meta({ id: "Final" });
export type FinalView = z.infer<typeof finalView>;

export const finalList = z.object({ finals: z.array(finalView) });

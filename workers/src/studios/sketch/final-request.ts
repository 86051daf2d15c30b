/** What was asked for, as the row of a final's job keeps it. */
import { finalCreate, sketchId } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { z } from "zod";
import type { PicturePlace } from "../../media/picture-id.ts";

export const FINAL_KIND = "sketch_final";

const finalRequest = finalCreate.omit({ quote: true }).extend({
  sketchId,
  /** SHA-256 of the canvas. */
  canvas: z.string(),
});
export type FinalRequest = z.infer<typeof finalRequest>;

export const finalRequestOf = (row: JobRow): FinalRequest => finalRequest.parse(row.request);

/** Where it stands in the history. */
export const finalPlace = ({ sketchId, epoch, version }: FinalRequest): PicturePlace => ({
  sketchId,
  epoch,
  version,
  kind: "final",
  variation: 0,
});

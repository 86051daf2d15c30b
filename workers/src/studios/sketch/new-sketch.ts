import type { SketchRow } from "@llamasketch/db";

export type NewSketch = Pick<
  SketchRow,
  | "id"
  | "ownerId"
  | "title"
  | "widthPx"
  | "heightPx"
  | "prompt"
  | "strength"
  | "seed"
  | "region"
  | "regionEpoch"
  | "createdAt"
> &
  Partial<Pick<SketchRow, "parentSketchId" | "parentPictureId" | "parentEpoch" | "parentVersion">>;

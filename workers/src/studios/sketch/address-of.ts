import type { SketchRow } from "@llamasketch/db";

/** Where the sketch's live session is. */
export const addressOf = (row: SketchRow): string => `${row.id}:${row.regionEpoch}`;

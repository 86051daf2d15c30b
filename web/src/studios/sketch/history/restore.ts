import type { PictureView } from "@llamasketch/contract";
import { canvasAt, findMark } from "../../../drawing/canvas-at.ts";
import type { Operation, RestoreOperation } from "../../../drawing/operation.ts";
import { randomId } from "../../../drawing/random-id.ts";

/** What makes the page look as it did for `picture`; null when the log does not hold its canvas. */
export function restoreOf(
  operations: readonly Operation[],
  { epoch, version }: Pick<PictureView, "epoch" | "version">,
): RestoreOperation | null {
  const mark = findMark(operations, epoch, version);
  if (!mark || !canvasAt(operations, mark)) return null;
  const { after, growing } = mark;
  return {
    op: "restore",
    id: randomId(12),
    after,
    // It went on growing under its name: as it was then it is another stroke.
    ...(growing && { growing: { ...growing, id: randomId(12) } }),
  };
}

import type { MarkOperation, Operation } from "./operation.ts";

/** The newest mark of the picture that was made from `version` under `epoch`. */
export function findMark(
  operations: readonly Operation[],
  epoch: number,
  version: number,
): MarkOperation | null {
  const found = operations.findLast(
    (each) => each.op === "mark" && each.epoch === epoch && each.version === version,
  );
  return found?.op === "mark" ? found : null;
}

/** The operations whose replay is the canvas that `mark` speaks of; null when the log does not hold them all. */
export function canvasAt(operations: readonly Operation[], mark: MarkOperation): Operation[] | null {
  const end = mark.after === null ? -1 : operations.findIndex((each) => each.id === mark.after);
  if (mark.after !== null && end < 0) return null;
  const shown = operations.slice(0, end + 1).filter((each) => each.op !== "mark");
  return mark.growing ? [...shown, mark.growing] : shown;
}

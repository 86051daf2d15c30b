import { readMark, type DigitalSource } from "@llamasketch/media-mark";
import { imageBytes } from "../../../drawing/image-store.ts";
import type { Operation } from "../../../drawing/operation.ts";

/** How a machine has part in a drawing: by an image laid into it that says so of itself; null: a person drew all of it. */
export function drawnWith(operations: readonly Operation[]): DigitalSource | null {
  const hasMade = operations.some((operation) => {
    const bytes = operation.op === "image" ? imageBytes(operations, operation.id) : null;
    return bytes !== null && readMark(bytes) !== null;
  });
  return hasMade ? "compositeWithTrainedAlgorithmicMedia" : null;
}

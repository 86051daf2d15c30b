import type { PictureView } from "@llamasketch/contract";
import { branchFrom } from "../../../api/pictures.ts";
import { openSketch, readStrokeLog } from "../../../api/sketches.ts";
import { asPerson } from "../../../credits/door.ts";
import { DrawingHistory } from "../../../drawing/history.ts";
import type { Operation } from "../../../drawing/operation.ts";
import { readLog } from "../../../drawing/read-log.ts";
import { uploadLog } from "../export/upload-log.ts";
import { restoreOf } from "./restore.ts";

interface Branching {
  picture: PictureView;
  title: string;
  /** The log of the sketch that `picture` is of. */
  operations: readonly Operation[];
  signal: AbortSignal;
}

const LOOK_MS = 250;

/** A sketch of its own that goes on from `picture`; its id. It shows that canvas, whatever else its log was copied with. */
export async function branchAt({ picture, title, operations, signal }: Branching): Promise<string> {
  const { id, settings } = await asPerson(() => branchFrom(picture.id, title));
  while ((await openSketch(id)).sketch.copying) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    signal.throwIfAborted();
  }
  const copied = await readLog((await readStrokeLog(id)).bytes);
  const restore = restoreOf(copied, picture) ?? restoreOf(operations, picture);
  const isElsewhere = restore !== null && DrawingHistory.replay(copied).apply(restore);
  if (isElsewhere) await uploadLog({ sketchId: id, settings, operations: [restore], signal });
  return id;
}

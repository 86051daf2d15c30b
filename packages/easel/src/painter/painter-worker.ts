import { parentPort } from "node:worker_threads";
import { makeClip } from "./clip.ts";
import { paint } from "./paint.ts";
import type { PainterAnswer, PainterQuestion } from "./painter-thread.ts";

const answer = (message: PainterAnswer, transfer: ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, transfer);

parentPort?.on("message", ({ id, task }: PainterQuestion) => {
  try {
    const frames =
      task.kind === "clip"
        ? makeClip(task.request)
        : [paint(task.request, (share) => answer({ id, kind: "share", share }))];
    answer(
      { id, kind: "done", frames },
      frames.map((frame) => frame.buffer),
    );
  } catch (error) {
    answer({ id, kind: "failed", complaint: error instanceof Error ? error.message : "" });
  }
});

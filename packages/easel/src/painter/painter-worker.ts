import { parentPort } from "node:worker_threads";
import { paint } from "./paint.ts";
import type { PaintRequest } from "./paint.ts";
import type { PaintAnswer } from "./painter-thread.ts";

parentPort?.on("message", ({ id, request }: { id: number; request: PaintRequest }) => {
  try {
    const pixels = paint(request);
    const answer: PaintAnswer = { id, pixels, complaint: null };
    parentPort?.postMessage(answer, [pixels.buffer]);
  } catch (error) {
    const answer: PaintAnswer = { id, pixels: null, complaint: error instanceof Error ? error.message : "" };
    parentPort?.postMessage(answer);
  }
});

import type { Operation } from "./operation.ts";
import { parseLine } from "./parse-operation.ts";

/** A long log is read in pieces of this much time, so that the page stays alive. */
const SLICE_MS = 8;
const LINES_BETWEEN_LOOKS = 16;

/** As `decodeOperations`, giving way to the hand and the screen. */
export async function readLog(log: Uint8Array): Promise<Operation[]> {
  const lines = new TextDecoder().decode(log).split("\n");
  const operations: Operation[] = [];
  let untilMs = performance.now() + SLICE_MS;
  for (const [at, line] of lines.entries()) {
    operations.push(...parseLine(line));
    if (at % LINES_BETWEEN_LOOKS || performance.now() < untilMs) continue;
    await new Promise((resolve) => setTimeout(resolve));
    untilMs = performance.now() + SLICE_MS;
  }
  return operations;
}

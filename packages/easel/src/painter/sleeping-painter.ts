import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import type { PaintRequest } from "./paint-request.ts";
import type { PainterThread } from "./painter-thread.ts";

/** Timers come up to this much late. */
const TIMER_LATE_MS = 1.5;

/** Takes always the same time: a size is painted once, and from then on handed back after `sleepMs`. Clips are painted. */
export function sleepingPainter(painter: PainterThread, sleepMs: number): PainterThread {
  const made = new Map<string, Promise<Uint8Array>>();
  const paintOnce = (request: PaintRequest): Promise<Uint8Array> => {
    const size = `${request.width}x${request.height}`;
    const known = made.get(size) ?? painter.paint(request);
    made.set(size, known);
    return known;
  };
  return {
    ...painter,
    async paint(request) {
      const untilMs = performance.now() + sleepMs;
      const picture = await paintOnce(request);
      await sleep(Math.max(0, untilMs - TIMER_LATE_MS - performance.now()));
      while (performance.now() < untilMs) await turn();
      return picture;
    },
  };
}

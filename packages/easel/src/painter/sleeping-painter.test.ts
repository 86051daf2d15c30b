import { expect, it } from "vitest";
import type { PaintRequest } from "./paint-request.ts";
import type { PainterThread } from "./painter-thread.ts";
import { sleepingPainter } from "./sleeping-painter.ts";

it("paints a size once and then only takes its time", async () => {
  const asked: PaintRequest[] = [];
  const painter = sleepingPainter(
    {
      paint: async (request) => {
        asked.push(request);
        return new Uint8Array([asked.length]);
      },
      animate: async () => [],
      close: async () => undefined,
    } satisfies PainterThread,
    30,
  );
  const request = (width: number, seed: number): PaintRequest => ({
    pixels: new Uint8Array(width * 3),
    width,
    height: 1,
    prompt: "",
    strength: 0.5,
    seed,
  });
  expect(await painter.paint(request(1, 1))).toEqual(new Uint8Array([1]));
  const startedMs = performance.now();
  expect(await painter.paint(request(1, 2))).toEqual(new Uint8Array([1]));
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(28);
  expect(await painter.paint(request(2, 1))).toEqual(new Uint8Array([2]));
  expect(asked).toHaveLength(2);
});

/** What the screenshots show being drawn: a lighthouse on its cliff, by page units and tools. */
import type { Page } from "playwright-core";
import type { PagePoint } from "../sketch-page.ts";

type Draw = (page: Page, points: readonly PagePoint[], options: { stepMs: number }) => Promise<void>;

const line = (...corners: readonly (readonly [number, number])[]): PagePoint[] =>
  corners.flatMap(([x, y], at) => {
    const next = corners[at + 1];
    if (!next) return [{ x, y, force: 0.6 }];
    const steps = Math.max(2, Math.round(Math.hypot(next[0] - x, next[1] - y) / 24));
    return Array.from({ length: steps }, (_, step) => ({
      x: x + ((next[0] - x) * step) / steps,
      y: y + ((next[1] - y) * step) / steps,
      force: 0.4 + 0.4 * Math.sin((Math.PI * step) / steps),
    }));
  });

const arc = (x: number, y: number, radius: number, from: number, to: number): PagePoint[] =>
  Array.from({ length: 33 }, (_, at) => {
    const angle = ((from + ((to - from) * at) / 32) * Math.PI) / 180;
    return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle), force: 0.5 };
  });

/** Tower, lantern, cliff, sea, moon. */
export const LIGHTHOUSE: readonly (readonly PagePoint[])[] = [
  line([430, 700], [465, 330], [565, 330], [600, 700]),
  line([450, 330], [450, 300], [580, 300], [580, 330], [450, 330]),
  line([475, 300], [475, 225], [555, 225], [555, 300]),
  line([460, 225], [515, 160], [570, 225], [460, 225]),
  line([448, 520], [584, 520]),
  line([442, 590], [590, 590]),
  line([40, 830], [180, 760], [330, 705], [720, 700], [800, 790], [830, 900], [990, 905]),
  arc(800, 200, 70, 0, 360),
  line([850, 820], [900, 808], [950, 820], [1000, 808]),
];

/** A house with its sun: what a newcomer draws. */
export const HOUSE: readonly (readonly PagePoint[])[] = [
  line([280, 520], [280, 800], [700, 800], [700, 520]),
  line([240, 530], [490, 300], [740, 530]),
  line([440, 800], [440, 650], [540, 650], [540, 800]),
  arc(840, 190, 80, 0, 360),
];

export async function drawAll(
  page: Page,
  strokes: readonly (readonly PagePoint[])[],
  draw: Draw,
  { stepMs, betweenMs }: { stepMs: number; betweenMs: number },
): Promise<void> {
  for (const stroke of strokes) {
    await draw(page, stroke, { stepMs });
    await page.waitForTimeout(betweenMs);
  }
}

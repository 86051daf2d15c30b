import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Operation, StrokeOperation } from "../src/drawing/operation.ts";
import {
  colourAt,
  drawStrokeMouse,
  drawStrokePen,
  inkedCells,
  openNewSketch,
  openSketch,
  pressTool,
  straight,
  waitForLog,
  waitForSketchId,
  type PagePoint,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

const INK = "#1b1b1f";
const PAPER = "#ffffff";
/** Half of the ink over paper, however a browser rounds it. */
const HALF_INK = /^#8[cd]8[cd]8[ef]$/;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

async function newSketch(): Promise<Page> {
  const { page } = await stage.desktop();
  await openNewSketch(page, stage.stack.url);
  return page;
}
const strokes = (operations: Operation[]): StrokeOperation[] =>
  operations.filter((each) => each.op === "stroke");
const close = (page: Page): Promise<void> => page.context().close();
const tap = (page: Page, point: PagePoint): Promise<void> => drawStrokeMouse(page, [point]);
const box = (left: number, top: number, side: number): PagePoint[] => [
  ...straight({ x: left, y: top }, { x: left + side, y: top }, 8),
  ...straight({ x: left + side, y: top }, { x: left + side, y: top + side }, 8),
  ...straight({ x: left + side, y: top + side }, { x: left, y: top + side }, 8),
  ...straight({ x: left, y: top + side }, { x: left, y: top - 10 }, 8),
];

describe("tools", () => {
  it("brush and eraser: a flat pen draws broader, its barrel erases, and the log says how it was held", async () => {
    const page = await newSketch();
    await drawStrokePen(page, straight({ x: 100, y: 200, force: 0.5 }, { x: 900, y: 200 }), { stepMs: 2 });
    const upright = await inkedCells(page);
    await drawStrokePen(page, straight({ x: 100, y: 500, force: 0.5 }, { x: 900, y: 500 }), {
      stepMs: 2,
      tiltX: 75,
    });
    const both = await inkedCells(page);
    expect(both - upright).toBeGreaterThan(1.3 * upright);
    await drawStrokePen(page, straight({ x: 500, y: 100 }, { x: 500, y: 300 }), { stepMs: 2, barrel: true });
    expect(await colourAt(page, { x: 500, y: 200 })).toBe(PAPER);
    expect(await colourAt(page, { x: 300, y: 200 })).toBe(INK);
    const log = strokes(await waitForLog(page, (log) => strokes(log).length === 3));
    expect(log.map(({ tool }) => tool)).toEqual(["brush", "brush", "eraser"]);
    expect(log[0]?.points.at(-1)?.length).toBe(4);
    expect(log[1]?.points.at(-1)?.[4]).toBeCloseTo(75 / 90, 1);
    await close(page);
  }, 30_000);

  it("a straight line is straight, and with Shift keeps to its steps", async () => {
    const page = await newSketch();
    await page.keyboard.press("l");
    await drawStrokeMouse(page, [
      { x: 100, y: 100 },
      { x: 400, y: 300 },
      { x: 700, y: 100 },
    ]);
    expect(await colourAt(page, { x: 400, y: 100 })).toBe(INK);
    expect(await colourAt(page, { x: 400, y: 300 })).toBe(PAPER);
    await page.keyboard.down("Shift");
    await drawStrokeMouse(page, straight({ x: 100, y: 600 }, { x: 700, y: 630 }, 5));
    await page.keyboard.up("Shift");
    const [, line] = strokes(await waitForLog(page, (log) => strokes(log).length === 2));
    expect(line).toMatchObject({ tool: "line" });
    expect(line?.points).toHaveLength(2);
    expect(line?.points[1]?.[1]).toBe(line?.points[0]?.[1]);
    await close(page);
  }, 30_000);

  it("a fill stops at lines, goes under their rims, and comes back from the log as it was", async () => {
    const page = await newSketch();
    await drawStrokeMouse(page, box(200, 200, 500), { stepMs: 2 });
    await pressTool(page, "Colour");
    await page.click('button[aria-label="Red"]');
    await page.keyboard.press("Escape");
    await page.keyboard.press("f");
    await tap(page, { x: 400, y: 400 });
    await expect.poll(() => colourAt(page, { x: 400, y: 400 })).toBe("#dc2626");
    expect(await colourAt(page, { x: 100, y: 100 })).toBe(PAPER);
    expect(await colourAt(page, { x: 450, y: 200 })).toBe(INK);
    // No pixel between the fill and the middle of its line shows paper.
    const rim = await Promise.all(
      Array.from({ length: 14 }, (_, at) => colourAt(page, { x: 450, y: 200 + at })),
    );
    expect(rim.every((colour) => Number.parseInt(colour.slice(3, 5), 16) < 0x60)).toBe(true);
    await pressTool(page, "Undo");
    expect(await colourAt(page, { x: 400, y: 400 })).toBe(PAPER);
    await pressTool(page, "Redo");
    const id = await waitForSketchId(page);
    await waitForLog(page, (log) => log.some(({ op }) => op === "redo"));
    const cells = await inkedCells(page);
    await openSketch(page, stage.stack.url, id);
    await expect.poll(() => colourAt(page, { x: 400, y: 400 })).toBe("#dc2626");
    expect(await inkedCells(page)).toBe(cells);
    await close(page);
  }, 30_000);

  it("a fill over a fill takes its place, though the lines are soft", async () => {
    const page = await newSketch();
    await drawStrokeMouse(page, box(200, 200, 500), { stepMs: 2 });
    await page.keyboard.press("f");
    for (const [name, colour] of [
      ["Yellow", "#facc15"],
      ["Blue", "#2563eb"],
    ] as const) {
      await pressTool(page, "Colour");
      await page.click(`button[aria-label="${name}"]`);
      await page.keyboard.press("Escape");
      await tap(page, { x: 400, y: 400 });
      await expect.poll(() => colourAt(page, { x: 650, y: 650 })).toBe(colour);
    }
    expect(await colourAt(page, { x: 100, y: 100 })).toBe(PAPER);
    await close(page);
  }, 30_000);

  it("the eyedropper takes a colour from the page, as a tool or with Alt, and hands back the tool before it", async () => {
    const page = await newSketch();
    await pressTool(page, "Colour");
    await page.fill('input[aria-label^="Colour as a code"]', "#0aa4f0");
    await page.keyboard.press("Escape");
    await drawStrokeMouse(page, straight({ x: 100, y: 300 }, { x: 600, y: 300 }));
    await pressTool(page, "Colour");
    await page.click('button[aria-label="Ink"]');
    await page.keyboard.press("Escape");
    await page.keyboard.press("l");
    await page.keyboard.press("i");
    await tap(page, { x: 300, y: 300 });
    expect(await page.getAttribute('button[aria-label^="Straight line"]', "aria-pressed")).toBe("true");
    await drawStrokeMouse(page, straight({ x: 100, y: 700 }, { x: 600, y: 700 }));
    expect(await colourAt(page, { x: 300, y: 700 })).toBe("#0aa4f0");
    await page.keyboard.press("b");
    await page.keyboard.down("Alt");
    await tap(page, { x: 900, y: 900 });
    await page.keyboard.up("Alt");
    await pressTool(page, "Colour");
    expect(await page.getAttribute('button[aria-label="White"]', "aria-pressed")).toBe("true");
    // A colour of one's own is had again, on another visit too.
    expect(await page.getAttribute('button[aria-label="Colour #0aa4f0"]', "aria-pressed")).toBe("false");
    await page.reload();
    await pressTool(page, "Colour");
    await page.click('button[aria-label="Colour #0aa4f0"]');
    await close(page);
  }, 30_000);

  it("undo and redo go on after a reload, over ink, layers and clearing", async () => {
    const page = await newSketch();
    await drawStrokeMouse(page, straight({ x: 100, y: 200 }, { x: 900, y: 200 }));
    await pressTool(page, "Layers");
    await page.check('input[aria-label="Draw on Ink on top"]');
    await page.keyboard.press("Escape");
    await drawStrokeMouse(page, straight({ x: 500, y: 100 }, { x: 500, y: 900 }));
    await pressTool(page, "Layers");
    await page.click('button[aria-label="Hide Ink on top"]');
    expect(await colourAt(page, { x: 500, y: 600 })).toBe(PAPER);
    await page.click('button[aria-label="Show Ink on top"]');
    await page.fill('input[aria-label="Opacity of Ink on top"]', "0.5");
    await page.keyboard.press("Escape");
    expect(await colourAt(page, { x: 500, y: 600 })).toMatch(HALF_INK);
    await pressTool(page, "Clear");
    expect(await inkedCells(page)).toBe(0);
    const id = await waitForSketchId(page);
    await waitForLog(page, (log) => log.some(({ op }) => op === "clear"));
    await openSketch(page, stage.stack.url, id);
    await expect.poll(() => page.isEnabled('button[aria-label^="Undo"]')).toBe(true);
    await page.keyboard.press("z");
    expect(await colourAt(page, { x: 500, y: 600 })).toMatch(HALF_INK);
    await page.keyboard.press("z");
    expect(await colourAt(page, { x: 500, y: 600 })).toBe(INK);
    for (let n = 0; n < 3; n++) await page.keyboard.press("Control+z");
    expect(await colourAt(page, { x: 500, y: 600 })).toBe(PAPER);
    expect(await colourAt(page, { x: 300, y: 200 })).toBe(INK);
    for (let n = 0; n < 5; n++) await page.keyboard.press("Shift+Z");
    expect(await inkedCells(page)).toBe(0);
    await close(page);
  }, 30_000);

  it("the stabiliser calms what is drawn and what is kept, and [ ] change the size", async () => {
    const page = await newSketch();
    const shaky = Array.from({ length: 40 }, (_, at) => ({ x: 100 + at * 13, y: 300 + (at % 2 ? 9 : -9) }));
    await drawStrokeMouse(page, shaky, { stepMs: 4 });
    await pressTool(page, "Size");
    await page.fill("#tool-calm", "1");
    await page.keyboard.press("Escape");
    await page.keyboard.press("]");
    await page.keyboard.press("]");
    await drawStrokeMouse(
      page,
      shaky.map(({ x, y }) => ({ x, y: y + 400 })),
      { stepMs: 4 },
    );
    const log = strokes(await waitForLog(page, (log) => strokes(log).length === 2));
    const sway = ({ points }: StrokeOperation): number => {
      const ys = points.slice(10, -8).map((point) => point[1]);
      return Math.max(...ys) - Math.min(...ys);
    };
    const [plain, calm] = log;
    if (!plain || !calm) throw new Error("two strokes were drawn");
    expect(sway(plain)).toBeGreaterThan(15);
    // The slower the hand, the closer it is followed; on a busy machine every hand is slow.
    expect(sway(calm)).toBeLessThan(sway(plain) * 0.75);
    expect(calm.size).toBeGreaterThan(plain.size);
    // It still ends where the hand did.
    expect(Math.abs((calm.points.at(-1)?.[0] ?? 0) - (shaky.at(-1)?.x ?? 0))).toBeLessThan(3);
    await close(page);
  }, 30_000);
});

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawStrokeMouse, inkedCells, openNewSketch, straight } from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}
const areaOf = async (page: Page, selector: string): Promise<Area> =>
  (await page.locator(selector).first().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
const paper = (page: Page): Promise<Area> => areaOf(page, '[data-testid="paper"]');
const picture = (page: Page): Promise<Area> => areaOf(page, ".sketch-pane-picture .sketch-square");
const tools = (page: Page): Promise<Area> => areaOf(page, ".sketch-tools");

/** Controls that a thumb could miss, or that lie outside the screen. */
const missed = (page: Page): Promise<string[]> =>
  page
    .locator(".sketch-tools button, .stage-divider button, .stage-grip, .canvas-foot button")
    .evaluateAll((all) =>
      all.flatMap((element) => {
        const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
        const isReachable = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
        const name = element.getAttribute("aria-label") ?? "";
        return isReachable && width >= 44 && height >= 44
          ? []
          : [`${name} ${width}×${height} at ${left},${top}`];
      }),
    );

describe("the sketch page on every screen", () => {
  it.each([
    { width: 1440, height: 900, hasTouch: false, isStacked: false, least: 600 },
    { width: 1366, height: 1024, hasTouch: true, isStacked: false, least: 600 },
    { width: 1024, height: 1366, hasTouch: true, isStacked: true, least: 520 },
    { width: 390, height: 844, hasTouch: true, isStacked: true, least: 250 },
    { width: 844, height: 390, hasTouch: true, isStacked: false, least: 300 },
    { width: 320, height: 568, hasTouch: true, isStacked: true, least: 130 },
  ])(
    "$width × $height",
    async ({ width, height, hasTouch, isStacked, least }) => {
      const { context, page } = await stage.screen(width, height, hasTouch);
      await openNewSketch(page, stage.stack.url);
      await drawStrokeMouse(page, straight({ x: 200, y: 300 }, { x: 800, y: 700 }, 8), { stepMs: 2 });
      await stage.shoot(page, `layout-${width}x${height}`);
      const [canvas, beside] = [await paper(page), await picture(page)];
      expect(Math.abs(canvas.width - canvas.height)).toBeLessThan(1);
      for (const area of [canvas, beside]) expect(area.width).toBeGreaterThanOrEqual(least);
      if (isStacked) expect(beside.y + beside.height).toBeLessThanOrEqual(canvas.y);
      else expect(canvas.x + canvas.width).toBeLessThanOrEqual(beside.x);
      expect(await missed(page)).toEqual([]);
      expect(
        await page.evaluate(() => [
          document.documentElement.scrollWidth - innerWidth,
          document.documentElement.scrollHeight - innerHeight,
        ]),
      ).toEqual([0, 0]);
      await context.close();
    },
    30_000,
  );

  it("the split is dragged, moved by keys and kept; a pane pushed to the edge makes the other large", async () => {
    const { context, page } = await stage.phone();
    await openNewSketch(page, stage.stack.url);
    const before = await paper(page);
    const grip = await areaOf(page, ".stage-grip");
    const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 60, { steps: 4 });
    await page.mouse.up();
    const larger = await paper(page);
    expect(larger.width).toBeGreaterThan(before.width + 40);
    await page.reload();
    await page.getByRole("separator").waitFor();
    expect(Math.abs((await paper(page)).width - larger.width)).toBeLessThan(2);
    await page.getByRole("separator").focus();
    await page.keyboard.press("Enter");
    expect(await page.getByRole("separator").getAttribute("aria-valuenow")).toBe("50");
    for (let n = 0; n < 8; n++) await page.keyboard.press("ArrowUp");
    // The picture gave way: the canvas is large, the picture in its corner.
    expect(await page.getByRole("separator").count()).toBe(0);
    expect((await paper(page)).width).toBeGreaterThan(360);
    expect((await picture(page)).width).toBeLessThan(130);
    await context.close();
  }, 30_000);

  it("canvas and picture change places, and the drawing goes on wherever the canvas is", async () => {
    const { context, page } = await stage.screen(1440, 900);
    await openNewSketch(page, stage.stack.url);
    const shared = (await paper(page)).width;
    await page.getByLabel("Make the canvas large").click();
    await expect.poll(async () => (await paper(page)).width).toBeGreaterThan(shared);
    await drawStrokeMouse(page, straight({ x: 200, y: 300 }, { x: 700, y: 700 }, 8), { stepMs: 2 });
    const cells = await inkedCells(page);
    expect(cells).toBeGreaterThan(0);
    await page.getByLabel("Make the picture large").click();
    await expect.poll(async () => (await picture(page)).width).toBeGreaterThan(shared - 60);
    await expect.poll(async () => (await paper(page)).width).toBeLessThan(250);
    const small = await paper(page);
    // A touch on the small canvas makes it large, and leaves no ink.
    await page.mouse.click(small.x + small.width / 2, small.y + small.height / 2);
    await expect.poll(async () => (await paper(page)).width).toBeGreaterThan(shared);
    expect(await inkedCells(page)).toBe(cells);
    await page.getByLabel("Show canvas and picture side by side").click();
    // The strip of history has come meanwhile: both are a little smaller, and alike.
    await expect
      .poll(async () => Math.abs((await paper(page)).width - (await picture(page)).width))
      .toBeLessThan(2);
    expect((await paper(page)).width).toBeGreaterThan(shared - 60);
    await context.close();
  }, 30_000);

  it("for the left hand everything is mirrored", async () => {
    const { context, page } = await stage.screen(1440, 900);
    await openNewSketch(page, stage.stack.url);
    await page.getByLabel("Drawing settings").click();
    await page.getByLabel("Tools on the right").check();
    await page.keyboard.press("Escape");
    const [rail, canvas, beside] = [await tools(page), await paper(page), await picture(page)];
    expect(rail.x).toBeGreaterThan(canvas.x + canvas.width - 1);
    expect(beside.x + beside.width).toBeLessThan(canvas.x);
    await page.getByLabel("Layers", { exact: true }).click();
    await page.getByLabel("Draw on Ink on top").waitFor();
    await stage.shoot(page, "layout-left-handed");
    const panel = await areaOf(page, ".tool-popover");
    expect(panel.x + panel.width).toBeLessThan(rail.x + 1);
    await context.close();
  }, 30_000);
});

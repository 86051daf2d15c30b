import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  drawStrokeMouse,
  drawStrokePen,
  drawStrokeTouch,
  holder,
  inkedCells,
  openNewSketch,
  openSketch,
  pressTool,
  setPrompt,
  shownPicture,
  statusText,
  takePen,
  waitForHolder,
  waitForPictureAfter,
  waitForSketchId,
  type PagePoint,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

const line = (from: PagePoint, to: PagePoint, steps = 24): PagePoint[] =>
  Array.from({ length: steps + 1 }, (_, at) => ({
    x: from.x + ((to.x - from.x) * at) / steps,
    y: from.y + ((to.y - from.y) * at) / steps,
  }));
const ROOF = [
  ...line({ x: 250, y: 500 }, { x: 500, y: 260 }),
  ...line({ x: 500, y: 260 }, { x: 750, y: 500 }),
];
const WALLS = [
  ...line({ x: 270, y: 500 }, { x: 270, y: 800 }),
  ...line({ x: 270, y: 800 }, { x: 730, y: 800 }),
  ...line({ x: 730, y: 800 }, { x: 730, y: 500 }),
];
const SUN = Array.from({ length: 33 }, (_, at) => ({
  x: 830 + 70 * Math.cos((at / 16) * Math.PI),
  y: 180 + 70 * Math.sin((at / 16) * Math.PI),
}));

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

/** Share of the picture's pixels, by quarters (top left, top right, bottom left, bottom right), that differ from before. */
async function pixels(page: Page): Promise<number[]> {
  const png = await page.locator('[data-testid="picture"]').screenshot();
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(64, 64);
    const context = canvas.getContext("2d");
    if (!context) return [];
    context.drawImage(bitmap, 0, 0, 64, 64);
    return [...context.getImageData(0, 0, 64, 64).data];
  }, png.toString("base64"));
}

/** Mean difference of two pictures inside a box in 64ths, 0-255. */
function difference(
  before: number[],
  after: number[],
  [x0, y0, x1, y1]: [number, number, number, number],
): number {
  let sum = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      for (let c = 0; c < 3; c++)
        sum += Math.abs((before[(y * 64 + x) * 4 + c] ?? 0) - (after[(y * 64 + x) * 4 + c] ?? 0));
    }
  }
  return sum / ((x1 - x0) * (y1 - y0) * 3);
}

async function settled(page: Page): Promise<void> {
  let last = -1;
  for (let quiet = 0; quiet < 4;) {
    await page.waitForTimeout(250);
    const { seq } = await shownPicture(page);
    quiet = seq === last ? quiet + 1 : 0;
    last = seq;
  }
}

describe("drawing in a real browser", () => {
  it("[LP5 LP6 LP7 LP20 LP24] follows the mouse, keeps both over a reload, and gives the pen to a second browser", async () => {
    const { context, page } = await stage.desktop();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await openNewSketch(page, stage.stack.url);
    await stage.shoot(page, "desktop-first-visit");
    await drawStrokeMouse(page, ROOF);
    await waitForPictureAfter(page, 0);
    const id = await waitForSketchId(page);
    await setPrompt(page, "a house at dusk, watercolour");
    await drawStrokeMouse(page, WALLS);
    await settled(page);
    const before = await pixels(page);
    const { shown } = await shownPicture(page);
    await drawStrokeMouse(page, SUN);
    await waitForPictureAfter(page, shown);
    await settled(page);
    const after = await pixels(page);
    const nearSun = difference(before, after, [46, 5, 59, 18]);
    expect(nearSun).toBeGreaterThan(4);
    expect(await statusText(page)).toMatch(/built-in painter/i);
    await stage.shoot(page, "desktop-drawn");

    const cells = await inkedCells(page);
    await page.reload();
    await openSketch(page, stage.stack.url, id);
    await page.waitForFunction(() =>
      document.querySelector('[data-testid="picture"]')?.hasAttribute("data-kept"),
    );
    expect(await inkedCells(page)).toEqual(cells);
    const restored = await pixels(page);
    expect(difference(after, restored, [0, 0, 64, 64])).toBeLessThan(6);
    await waitForHolder(page, "you");

    const second = await context.newPage();
    await openSketch(second, stage.stack.url, id);
    await waitForHolder(second, "other");
    await stage.shoot(second, "desktop-other-device");
    const seen = (await shownPicture(second)).shown;
    await drawStrokeMouse(page, line({ x: 120, y: 900 }, { x: 880, y: 900 }));
    await waitForPictureAfter(second, seen);
    await takePen(second);
    await waitForHolder(second, "you");
    await waitForHolder(page, "other");
    await second.waitForTimeout(500);
    const mine = (await shownPicture(second)).shown;
    await drawStrokeMouse(second, line({ x: 420, y: 800 }, { x: 420, y: 620 }));
    await waitForPictureAfter(second, mine);
    expect(await holder(page)).toBe("other");
    await second.waitForTimeout(1500);
    await takePen(page);
    await waitForHolder(page, "you");
    await page.waitForTimeout(500);
    expect(await inkedCells(page)).toEqual(await inkedCells(second));
    expect(errors).toEqual([]);
    await context.close();
  }, 120_000);

  it("follows a finger on a phone, page still, tools in reach", async () => {
    const { context, page } = await stage.phone();
    await openNewSketch(page, stage.stack.url);
    await stage.shoot(page, "phone-first-visit");
    await drawStrokeTouch(page, ROOF);
    await waitForPictureAfter(page, 0);
    await drawStrokeTouch(page, WALLS);
    await settled(page);
    await stage.shoot(page, "phone-drawn");
    expect(await page.evaluate(() => [window.scrollX, window.scrollY])).toEqual([0, 0]);
    const cells = await inkedCells(page);
    await pressTool(page, "Undo");
    await page.waitForTimeout(200);
    expect(await inkedCells(page)).not.toEqual(cells);
    await pressTool(page, "Redo");
    await page.waitForTimeout(200);
    expect(await inkedCells(page)).toEqual(cells);
    await context.close();
  }, 90_000);

  it("a pen's pressure makes the line", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    const soft = line({ x: 100, y: 300 }, { x: 900, y: 300 }).map((point) => ({ ...point, force: 0.1 }));
    const hard = line({ x: 100, y: 700 }, { x: 900, y: 700 }).map((point) => ({ ...point, force: 1 }));
    await drawStrokePen(page, soft);
    const thin = await inkedCells(page);
    await drawStrokePen(page, hard);
    const both = await inkedCells(page);
    expect(thin).toBeGreaterThan(0);
    expect(both - thin).toBeGreaterThanOrEqual(thin);
    await context.close();
  }, 60_000);

  it("[LP18] never goes back to an older picture while drawing fast", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await page.evaluate(() => {
      const picture = document.querySelector<HTMLElement>('[data-testid="picture"]');
      const seen: string[] = [];
      Object.assign(window, { seenPictures: seen });
      if (!picture) return;
      new MutationObserver(() => seen.push(`${picture.dataset.epoch} ${picture.dataset.seq}`)).observe(
        picture,
        { attributes: true },
      );
    });
    for (let at = 0; at < 6; at++)
      await drawStrokeMouse(page, line({ x: 100, y: 150 + at * 130 }, { x: 900, y: 200 + at * 120 }), {
        stepMs: 4,
      });
    await settled(page);
    const seen = await page.evaluate(() => (window as unknown as { seenPictures: string[] }).seenPictures);
    const order = seen
      .map((text) => text.split(" ").map(Number))
      .map(([epoch = 0, seq = 0]) => epoch * 2 ** 45 + seq);
    expect(order.length).toBeGreaterThan(3);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    await context.close();
  }, 60_000);

  it("someone else's sketch is not there, and the page says what to do", async () => {
    const mine = await stage.desktop();
    await openNewSketch(mine.page, stage.stack.url);
    await drawStrokeMouse(mine.page, ROOF);
    const id = await waitForSketchId(mine.page);
    const other = await stage.desktop();
    await openNewSketch(other.page, stage.stack.url);
    await drawStrokeMouse(other.page, ROOF);
    await waitForSketchId(other.page);
    await other.page.goto(`${stage.stack.url}/s/${id}`);
    await other.page.getByText(/req_/).waitFor();
    await stage.shoot(other.page, "desktop-not-found");
    await mine.context.close();
    await other.context.close();
  }, 60_000);
});

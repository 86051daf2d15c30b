import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Operation, StrokeOperation } from "../src/drawing/operation.ts";
import {
  colourAt,
  drawStrokePen,
  drawStrokeTouch,
  inkedCells,
  openNewSketch,
  pinch,
  pressTool,
  straight,
  waitForLog,
  type PagePoint,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

const strokes = (operations: Operation[]): StrokeOperation[] =>
  operations.filter((each) => each.op === "stroke");
const zoomText = async (page: Page): Promise<string | null> =>
  (await page.getByTestId("reset-view").count()) ? page.getByTestId("reset-view").innerText() : null;
const resetView = (page: Page): Promise<void> => page.getByTestId("reset-view").click();

/** Where a point of the page is on the screen, whichever way the page is looked at. */
async function onScreen(page: Page, { x, y }: PagePoint): Promise<PagePoint> {
  return page.locator('[data-testid="paper"]').evaluate(
    (paper, [x, y]) => {
      // A mark that is turned and moved with the page says where it comes to lie.
      const dot = document.createElement("i");
      dot.style.cssText = `position:absolute;left:${(x / 1024) * 100}%;top:${(y / 1024) * 100}%;width:0;height:0`;
      paper.append(dot);
      const { left, top } = dot.getBoundingClientRect();
      dot.remove();
      return { x: left, y: top };
    },
    [x, y] as const,
  );
}

/** Draws between two points of the page as they lie on the screen now, and says where the log has them. */
async function drawnAndKept(page: Page, from: PagePoint, to: PagePoint, nth: number): Promise<number[]> {
  const [a, b] = [await onScreen(page, from), await onScreen(page, to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(b.x, b.y, { steps: 4 });
  await page.mouse.up();
  const stroke = strokes(await waitForLog(page, (log) => strokes(log).length === nth)).at(-1);
  const [first, last] = [stroke?.points[0], stroke?.points.at(-1)];
  return [first?.[0] ?? 0, first?.[1] ?? 0, last?.[0] ?? 0, last?.[1] ?? 0];
}
const isNear = (is: number[], wanted: number[]): void => {
  for (const [at, value] of is.entries()) expect(Math.abs(value - (wanted[at] ?? 0))).toBeLessThan(2.5);
};

describe("looking at the page", () => {
  it("wheel, Ctrl and wheel, middle button and hand tool move and zoom it; the pen maps right; one button shows all", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    expect(await zoomText(page)).toBeNull();
    const at = await onScreen(page, { x: 700, y: 300 });
    await page.mouse.move(at.x, at.y);
    await page.keyboard.down("Control");
    for (let n = 0; n < 6; n++) await page.mouse.wheel(0, -120);
    await page.keyboard.up("Control");
    await expect.poll(() => zoomText(page)).toBe("487 %");
    // The point under the pointer stayed there.
    const after = await onScreen(page, { x: 700, y: 300 });
    isNear([after.x, after.y], [at.x, at.y]);
    isNear(await drawnAndKept(page, { x: 650, y: 250 }, { x: 750, y: 330 }, 1), [650, 250, 750, 330]);

    const before = await onScreen(page, { x: 512, y: 512 });
    await page.mouse.wheel(30, 40);
    await expect.poll(async () => (await onScreen(page, { x: 512, y: 512 })).y).toBe(before.y - 40);
    await page.mouse.move(after.x, after.y);
    await page.mouse.down({ button: "middle" });
    await page.mouse.move(after.x + 50, after.y + 60, { steps: 3 });
    await page.mouse.up({ button: "middle" });
    await page.keyboard.press("h");
    await page.mouse.down();
    await page.mouse.move(after.x + 20, after.y + 60, { steps: 3 });
    await page.mouse.up();
    const moved = await onScreen(page, { x: 512, y: 512 });
    isNear([moved.x - before.x, moved.y - before.y], [-30 + 50 - 30, -40 + 60 + 0]);
    await page.keyboard.press("b");
    isNear(await drawnAndKept(page, { x: 600, y: 300 }, { x: 700, y: 400 }, 2), [600, 300, 700, 400]);
    await stage.shoot(page, "desktop-zoomed");
    await resetView(page);
    expect(await zoomText(page)).toBeNull();
    for (const key of ["+", "+", "-"]) await page.keyboard.press(key);
    expect(await zoomText(page)).toBe("125 %");
    await page.keyboard.press("0");
    expect(await zoomText(page)).toBeNull();
    expect(await page.evaluate(() => window.visualViewport?.scale)).toBe(1);
    await context.close();
  }, 40_000);

  it("two fingers move, scale and turn it, and what was begun before the second came is no ink", async () => {
    const { context, page } = await stage.phone();
    await openNewSketch(page, stage.stack.url);
    await pinch(
      page,
      [
        { x: 400, y: 500 },
        { x: 600, y: 500 },
      ],
      [
        { x: 500, y: 250 },
        { x: 500, y: 750 },
      ],
    );
    await expect.poll(() => zoomText(page)).toBe("250 %");
    expect(await inkedCells(page)).toBe(0);
    // Turned by a quarter, so up is where right was.
    const [centre, right] = [
      await onScreen(page, { x: 512, y: 512 }),
      await onScreen(page, { x: 612, y: 512 }),
    ];
    expect(Math.abs(right.x - centre.x)).toBeLessThan(1);
    expect(right.y).toBeGreaterThan(centre.y + 50);
    isNear(await drawnAndKept(page, { x: 480, y: 480 }, { x: 540, y: 560 }, 1), [480, 480, 540, 560]);
    await resetView(page);
    expect(await zoomText(page)).toBeNull();
    expect(await page.evaluate(() => [window.scrollX, window.scrollY, window.visualViewport?.scale])).toEqual(
      [0, 0, 1],
    );
    await context.close();
  }, 40_000);

  it("a second finger late in a stroke leaves it alone", async () => {
    const { context, page } = await stage.phone();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeTouch(page, straight({ x: 200, y: 300 }, { x: 800, y: 300 }), { keepDown: true });
    await pinch(
      page,
      [
        { x: 800, y: 300 },
        { x: 500, y: 800 },
      ],
      [
        { x: 800, y: 300 },
        { x: 600, y: 900 },
      ],
      { staggerMs: 0 },
    );
    expect(await zoomText(page)).toBeNull();
    await waitForLog(page, (log) => strokes(log).length === 1);
    await context.close();
  }, 40_000);
});

describe("palms", () => {
  const finger = straight({ x: 200, y: 700 }, { x: 800, y: 700 });

  it("once a pen was used fingers draw no more, but still move the page, unless the settings say otherwise", async () => {
    const { context, page } = await stage.screen(1024, 768, true);
    await openNewSketch(page, stage.stack.url);
    await drawStrokeTouch(page, straight({ x: 200, y: 200 }, { x: 800, y: 200 }));
    expect(await colourAt(page, { x: 500, y: 200 })).not.toBe("#ffffff");
    await drawStrokePen(page, straight({ x: 200, y: 400 }, { x: 800, y: 400 }));
    await page.waitForTimeout(700);
    const cells = await inkedCells(page);
    await drawStrokeTouch(page, finger);
    expect(await inkedCells(page)).toBe(cells);
    await pinch(
      page,
      [
        { x: 400, y: 500 },
        { x: 600, y: 500 },
      ],
      [
        { x: 300, y: 500 },
        { x: 700, y: 500 },
      ],
    );
    await expect.poll(() => zoomText(page)).toBe("200 %");
    await resetView(page);
    await pressTool(page, "Drawing settings");
    await page.getByText("A pen was used").waitFor();
    await page.getByLabel("Always").check();
    await page.keyboard.press("Escape");
    await drawStrokeTouch(page, finger);
    expect(await inkedCells(page)).toBeGreaterThan(cells);
    await context.close();
  }, 40_000);
});

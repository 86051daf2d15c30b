import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { historyCount, viewedEntry, visibleEntries, waitForHistory, waitForViewed } from "./history-strip.ts";
import { difference, paneColours, settled } from "./picture-view.ts";
import {
  drawStrokeMouse,
  drawStrokeTouch,
  inkedCells,
  openNewSketch,
  shownPicture,
  waitForPictureAfter,
  type PagePoint,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const bar = (y: number): PagePoint[] => Array.from({ length: 16 }, (_, at) => ({ x: 150 + at * 45, y }));
const CANVAS = ".sketch-pane-canvas";

/** Three bars, each a pause of its own; the seed is locked so that no variation comes between. */
async function drawThree(page: Page, draw: typeof drawStrokeMouse): Promise<void> {
  for (const [at, y] of [200, 500, 800].entries()) {
    const { shown } = await shownPicture(page);
    await draw(page, bar(y), { stepMs: 4 });
    await waitForPictureAfter(page, shown);
    await waitForHistory(page, at + 1);
  }
}

describe("history, with a mouse", { timeout: 60_000 }, () => {
  it("shows each picture with its canvas, by click and by arrow, and leaves the drawing alone", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await page.getByRole("button", { name: "Keep this seed" }).click();
    await drawThree(page, drawStrokeMouse);
    await settled(page);
    expect(await historyCount(page)).toBe(3);
    const now = { picture: await paneColours(page), drawing: await paneColours(page, CANVAS) };
    const cells = await inkedCells(page);
    const [newest = "", middle = "", oldest = ""] = await visibleEntries(page);

    await page.locator(`[data-picture="${oldest}"]`).click();
    await waitForViewed(page, oldest);
    await stage.shoot(page, "history-viewed");
    const then = { picture: await paneColours(page), drawing: await paneColours(page, CANVAS) };
    expect(difference(then.drawing, now.drawing)).toBeGreaterThan(0.5);
    expect(difference(then.picture, now.picture)).toBeGreaterThan(0.3);
    expect(await inkedCells(page)).toBe(cells);

    await page.keyboard.press("ArrowRight");
    await waitForViewed(page, middle);
    await page.keyboard.press("ArrowRight");
    await waitForViewed(page, newest);
    await page.waitForTimeout(200);
    expect(difference(await paneColours(page), now.picture)).toBeLessThan(3);
    expect(difference(await paneColours(page, CANVAS), now.drawing)).toBeLessThan(0.4);
    await page.keyboard.press("ArrowRight");
    expect(await viewedEntry(page)).toBeNull();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await viewedEntry(page)).toBe(middle);
    await page.keyboard.press("Escape");
    expect(await viewedEntry(page)).toBeNull();
    await page.locator(`[data-picture="${oldest}"]`).click();
    await page.getByRole("button", { name: "Back to now" }).first().click();
    expect(await viewedEntry(page)).toBeNull();
    expect(await inkedCells(page)).toBe(cells);
    await context.close();
  });

  it("pins, shows what is pinned, and deletes one", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await page.getByRole("button", { name: "Keep this seed" }).click();
    await drawThree(page, drawStrokeMouse);
    const [newest = "", middle = "", oldest = ""] = await visibleEntries(page);
    await page.keyboard.press("s");
    await page.locator(`[data-picture="${newest}"][aria-label*="pinned"]`).waitFor();
    await page.locator(`[data-picture="${middle}"]`).click();
    await page.getByRole("button", { name: "Pin (S)" }).click();
    await page.locator(`[data-picture="${middle}"][aria-label*="pinned"]`).waitFor();
    await page.getByRole("button", { name: "Show pinned only" }).click();
    await page.waitForFunction(() => document.querySelectorAll("[data-picture][role=option]").length === 2);
    await stage.shoot(page, "history-pinned");
    await page.keyboard.press("s");
    await page.waitForFunction(() => document.querySelectorAll("[data-picture][role=option]").length === 1);
    await page.getByRole("button", { name: "Show all pictures" }).click();
    await waitForHistory(page, 3);

    await page.locator(`[data-picture="${oldest}"]`).click();
    await page.getByRole("button", { name: "Delete this picture" }).click();
    await stage.shoot(page, "history-delete");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.waitForFunction(() => document.querySelectorAll("[data-picture][role=option]").length === 2);
    await page.reload();
    await waitForHistory(page, 2);
    expect(await visibleEntries(page)).toEqual([newest, middle]);
    await context.close();
  });
});

describe("history, with a finger", { timeout: 60_000 }, () => {
  it("is swiped, tapped and left by touching the canvas, which makes no ink", async () => {
    const { context, page } = await stage.phone();
    await openNewSketch(page, stage.stack.url);
    await drawThree(page, drawStrokeTouch);
    const cells = await inkedCells(page);
    const entries = await visibleEntries(page);
    const oldest = entries.at(-1) ?? "";
    await page.locator(`[data-picture="${oldest}"]`).tap();
    await waitForViewed(page, oldest);
    await stage.shoot(page, "phone-history-viewed");
    await drawStrokeTouch(page, bar(650));
    expect(await viewedEntry(page)).toBeNull();
    expect(await inkedCells(page)).toBe(cells);
    expect(await page.evaluate(() => [scrollX, scrollY])).toEqual([0, 0]);
    await context.close();
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visibleEntries, waitForHistory, waitForViewed } from "./history-strip.ts";
import {
  drawStrokeMouse,
  drawStrokeTouch,
  inkedCells,
  openNewSketch,
  openSketch,
  pressTool,
  shownPicture,
  sketchIdOf,
  waitForPictureAfter,
  waitForSketchId,
  type PagePoint,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const bar = (y: number): PagePoint[] => Array.from({ length: 16 }, (_, at) => ({ x: 150 + at * 45, y }));
/** A moment for the strokes of a pause to be saved. */
const SAVED_MS = 1500;

describe("going back", { timeout: 90_000 }, () => {
  it("restores a drawing as one step that can be undone, and that lasts", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await page.getByRole("button", { name: "Keep this seed" }).click();
    await drawStrokeMouse(page, bar(250), { stepMs: 4 });
    await waitForHistory(page, 1);
    const first = await inkedCells(page);
    await drawStrokeMouse(page, bar(700), { stepMs: 4 });
    await waitForHistory(page, 2);
    const both = await inkedCells(page);
    expect(both).toBeGreaterThan(first);
    const [, oldest = ""] = await visibleEntries(page);

    const { shown } = await shownPicture(page);
    await page.locator(`[data-picture="${oldest}"]`).click();
    await waitForViewed(page, oldest);
    await page.getByRole("button", { name: "Restore this drawing" }).click();
    expect(await inkedCells(page)).toBe(first);
    await waitForPictureAfter(page, shown);
    await pressTool(page, "Undo");
    expect(await inkedCells(page)).toBe(both);
    await pressTool(page, "Redo");
    expect(await inkedCells(page)).toBe(first);
    await page.waitForTimeout(SAVED_MS);
    const id = await waitForSketchId(page);
    await openSketch(page, stage.stack.url, id);
    await expect.poll(() => inkedCells(page)).toBe(first);
    await pressTool(page, "Undo");
    expect(await inkedCells(page)).toBe(both);
    await context.close();
  });

  it("branches: a sketch of its own with that canvas, its picture and its words; the first one stays as it was", async () => {
    const { context, page } = await stage.phone();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeTouch(page, bar(250), { stepMs: 4 });
    await waitForHistory(page, 1);
    const first = await inkedCells(page);
    const [oldest = ""] = await visibleEntries(page);
    await drawStrokeTouch(page, bar(700), { stepMs: 4 });
    await waitForHistory(page, 2);
    const both = await inkedCells(page);
    await page.waitForTimeout(SAVED_MS);
    const id = await waitForSketchId(page);

    await page.locator(`[data-picture="${oldest}"]`).tap();
    await waitForViewed(page, oldest);
    await page.getByRole("button", { name: /^Branch/ }).tap();
    await page.waitForURL((url) => url.pathname.startsWith("/s/") && !url.pathname.includes(id));
    await page.waitForSelector('.sketch-screen[data-phase="open"]');
    await expect.poll(() => inkedCells(page)).toBe(first);
    expect(await page.getByLabel("Name of this sketch").inputValue()).toBe("Untitled (branch)");
    await waitForHistory(page, 1);
    await stage.shoot(page, "phone-branch");
    const { shown } = await shownPicture(page);
    await drawStrokeTouch(page, bar(500), { stepMs: 4 });
    await waitForPictureAfter(page, shown);
    expect(sketchIdOf(page)).not.toBe(id);
    await openSketch(page, stage.stack.url, id);
    await expect.poll(() => inkedCells(page)).toBe(both);
    await context.close();
  });
});

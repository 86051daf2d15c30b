import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Operation } from "../src/drawing/operation.ts";
import {
  drawStrokeMouse,
  inkedCells,
  openNewSketch,
  openSketch,
  statusState,
  straight,
  takePen,
  waitForHolder,
  waitForLog,
  waitForSketchId,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

const count = (log: Operation[]): number => log.filter(({ op }) => op === "stroke").length;
const stroke = (page: Page, y: number): Promise<void> =>
  drawStrokeMouse(page, straight({ x: 150, y }, { x: 850, y }, 6), { stepMs: 2 });

/** Operations of the local copy that wait in this browser. */
const waiting = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const open = indexedDB.open("llamasketch.drawing");
        open.onsuccess = () => {
          const asked = open.result.transaction("pending").objectStore("pending").count();
          asked.onsuccess = () => {
            open.result.close();
            resolve(asked.result);
          };
        };
      }),
  );

describe("nothing is lost", () => {
  it("when the browser's storage is full: it is said calmly, drawing goes on, and the server has it", async () => {
    const { context, page } = await stage.desktop();
    await page.addInitScript(() => {
      IDBObjectStore.prototype.add = () => {
        throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      };
      Storage.prototype.setItem = () => {
        throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      };
    });
    await openNewSketch(page, stage.stack.url);
    for (const y of [200, 400, 600]) await stroke(page, y);
    await page.getByText("storage is full").waitFor();
    await stage.shoot(page, "desktop-storage-full");
    // Whatever else is said meanwhile.
    const said = page.getByRole("alert").filter({ hasText: "storage is full" });
    await said.getByRole("button").click();
    await expect.poll(() => said.count()).toBe(0);
    await stroke(page, 800);
    expect(await said.count()).toBe(0);
    await waitForLog(page, (log) => count(log) === 4);
    await context.close();
  }, 40_000);

  it("when the network goes for long: what is drawn waits here, over a reload, and catches up on return", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await stroke(page, 100);
    const id = await waitForSketchId(page);
    await waitForHolder(page, "you");
    await waitForLog(page, (log) => count(log) === 1);
    await expect.poll(() => waiting(page)).toBe(0);
    await context.setOffline(true);
    await expect.poll(() => statusState(page)).toBe("offline");
    for (let at = 0; at < 6; at++) {
      await stroke(page, 200 + at * 100);
      if (at % 2) await page.waitForTimeout(400);
    }
    await expect.poll(() => waiting(page)).toBeGreaterThanOrEqual(6);
    const cells = await inkedCells(page);
    await context.setOffline(false);
    await waitForLog(page, (log) => count(log) === 7, 20_000);
    await expect.poll(() => waiting(page), { timeout: 8000 }).toBe(0);
    await openSketch(page, stage.stack.url, id);
    await expect.poll(() => inkedCells(page)).toBe(cells);
    await context.close();
  }, 60_000);

  it("when the tab is closed before the server ever answered: the next one goes on", async () => {
    const { context, page } = await stage.desktop();
    await page.goto(stage.stack.url);
    await page.waitForSelector('.sketch-screen[data-phase="new"]');
    await page.route("**/api/**", (route) => route.abort());
    await stroke(page, 300);
    await stroke(page, 500);
    await expect.poll(() => waiting(page)).toBe(2);
    const other = await context.newPage();
    await openNewSketch(other, stage.stack.url);
    // It is not another open tab's drawing.
    await other.waitForTimeout(300);
    expect(await inkedCells(other)).toBe(0);
    await page.close();
    await other.reload();
    await expect.poll(() => inkedCells(other)).toBeGreaterThan(0);
    await waitForLog(other, (log) => count(log) === 2);
    await context.close();
  }, 40_000);

  it("when two tabs draw on one sketch by turns, and a clock is set back meanwhile", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await stroke(page, 150);
    const id = await waitForSketchId(page);
    await waitForHolder(page, "you");
    const second = await context.newPage();
    await openSketch(second, stage.stack.url, id);
    await waitForHolder(second, "other");
    await second.evaluate(() => {
      const { now } = Date;
      Date.now = () => now() - 3_600_000;
    });
    let drawn = 1;
    for (const tab of [second, page, second]) {
      await takePen(tab);
      // Ink comes after what the other tab drew.
      await expect.poll(() => inkedCells(tab)).toBe(await inkedCells(tab === page ? second : page));
      await tab.waitForTimeout(400);
      await stroke(tab, 150 + drawn * 150);
      drawn += 1;
      await waitForLog(tab, (log) => count(log) === drawn);
    }
    await takePen(page);
    await expect.poll(() => inkedCells(page)).toBe(await inkedCells(second));
    await expect.poll(() => waiting(page), { timeout: 8000 }).toBe(0);
    const ys = (await waitForLog(page, (log) => count(log) === 4)).flatMap((each) =>
      each.op === "stroke" ? [Math.round((each.points[0]?.[1] ?? 0) / 150)] : [],
    );
    expect(ys).toEqual([1, 2, 3, 4]);
    await context.close();
  }, 60_000);
});

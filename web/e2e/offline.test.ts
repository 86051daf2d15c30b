import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawStrokeMouse, inkedCells, openNewSketch, waitForSketchId } from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

const STROKE = Array.from({ length: 20 }, (_, at) => ({ x: 200 + at * 30, y: 400 + 80 * Math.sin(at / 3) }));

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

describe("without a network", () => {
  /** A page with its worker in place, which is told to keep what it needs. */
  async function installed(): Promise<{ context: BrowserContext; page: Page }> {
    const { context, page } = await stage.desktop({ serviceWorkers: "allow" });
    await openNewSketch(page, stage.stack.url);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    return { context, page };
  }

  it("opens, draws, and the sketch is made and caught up when the network is back", async () => {
    const { context, page } = await installed();
    await context.setOffline(true);
    await page.reload();
    await page.waitForSelector(".sketch-screen");
    await drawStrokeMouse(page, STROKE);
    const cells = await inkedCells(page);
    expect(cells).toBeGreaterThan(20);
    expect(page.url()).toBe(`${stage.stack.url}/`);
    // Even closing it loses nothing.
    await page.reload();
    await page.waitForFunction(() => document.querySelector(".sketch-screen") !== null);
    await expect.poll(() => inkedCells(page)).toBe(cells);
    await context.setOffline(false);
    const id = await waitForSketchId(page, 15_000);
    await page.waitForTimeout(1500);
    const other = await context.newPage();
    await other.goto(`${stage.stack.url}/s/${id}`);
    await expect.poll(() => inkedCells(other)).toBe(cells);
    await context.close();
  }, 60_000);

  it("keeps the page's own files and nothing of anybody", async () => {
    const { context, page } = await installed();
    await drawStrokeMouse(page, STROKE);
    await waitForSketchId(page);
    await page.goto(`${stage.stack.url}/sketches`);
    await page.waitForTimeout(500);
    const kept = await page.evaluate(async () => {
      const urls: string[] = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) urls.push(new URL(url).pathname);
      return urls;
    });
    expect(kept).toContain("/");
    expect(kept.filter((path) => path.endsWith(".js")).length).toBeGreaterThanOrEqual(2);
    expect(kept.filter((path) => !/^\/($|assets\/|favicon\.svg$|manifest\.webmanifest$)/.test(path))).toEqual(
      [],
    );
    await context.close();
  }, 30_000);

  it("offers a newer version calmly, and takes it only when asked", async () => {
    const { context, page } = await installed();
    // Another address is another version to the browser, whatever stands there.
    await page.evaluate(() => navigator.serviceWorker.register("/sw.js?newer"));
    const offer = page.getByText("A new version is ready.");
    await offer.waitFor();
    await drawStrokeMouse(page, STROKE);
    await waitForSketchId(page);
    const cells = await inkedCells(page);
    const reloaded = page.waitForEvent("load");
    await page.getByRole("button", { name: "Reload" }).click();
    await reloaded;
    await expect.poll(() => inkedCells(page)).toBe(cells);
    await context.close();
  }, 30_000);
});

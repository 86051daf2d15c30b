import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemsFor, tabStops } from "./everyone.ts";
import { drawStrokeMouse, inkedCells, openNewSketch, waitForSketchId } from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

const STROKE = Array.from({ length: 20 }, (_, at) => ({ x: 200 + at * 30, y: 400 + 80 * Math.sin(at / 3) }));

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

const DARK = "rgb(10, 10, 15)";
const LIGHT = "rgb(247, 247, 250)";

describe("the shell of every page", () => {
  it("shows the colours that were chosen, from the first paint on, and follows the device otherwise", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    expect(await background(page)).toBe(DARK);
    await page.emulateMedia({ colorScheme: "light" });
    expect(await background(page)).toBe(LIGHT);
    await page.getByRole("button", { name: "Dark colours" }).click();
    expect(await background(page)).toBe(DARK);

    // Nothing of the app may run: what is seen then is the first paint.
    await page.route("**/assets/*.js", (route) => route.abort());
    await page.reload({ waitUntil: "commit" });
    await page.waitForLoadState("domcontentloaded");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    await page.unroute("**/assets/*.js");
    await page.reload();
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("radio", { name: "System" }).first().check({ force: true });
    expect(await background(page)).toBe(LIGHT);
    expect(await page.locator("meta[name=theme-color][data-theme=light]").getAttribute("content")).toBe(
      "#f7f7fa",
    );
    await context.close();
  }, 30_000);

  it("a change in one tab reaches the other, and less motion is none", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    const other = await context.newPage();
    await openNewSketch(other, stage.stack.url);
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("radio", { name: "Left" }).check({ force: true });
    await page.getByRole("radio", { name: "Less" }).check({ force: true });
    await other.waitForSelector("html[data-hand=left][data-motion=reduced]");
    const moving = await other
      .locator(".sketch-head button")
      .first()
      .evaluate((element) => getComputedStyle(element).transitionDuration);
    expect(moving).toBe("0s");
    await context.close();
  }, 30_000);

  it("everything is reached by keyboard; `?` lists the keys, and no key fires while somebody writes", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, STROKE);
    await waitForSketchId(page);
    const stops = await tabStops(page);
    for (const name of [
      "Name of this sketch",
      "New sketch",
      "My sketches",
      "Menu",
      "Brush (B)",
      "Eraser (E)",
    ])
      expect(stops).toContain(name);

    const cells = await inkedCells(page);
    await page.getByLabel("Name of this sketch").fill("bez");
    await page.keyboard.press("z");
    await page.locator("#prompt").fill("");
    await page.locator("#prompt").press("z");
    await page.keyboard.press("?");
    expect(await inkedCells(page)).toBe(cells);
    expect(await page.locator("#prompt").inputValue()).toBe("z?");
    await page.keyboard.press("Enter");

    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await sheet.waitFor();
    for (const name of ["Brush", "Eraser", "Undo", "Redo", "Write the prompt", "This list"])
      await sheet.getByText(name, { exact: true }).waitFor();
    await page.keyboard.press("z");
    expect(await inkedCells(page)).toBe(cells);
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "hidden" });
    await page.keyboard.press("z");
    await page.waitForTimeout(100);
    expect(await inkedCells(page)).toBe(0);
    await page.keyboard.press("Shift+Z");
    await page.waitForTimeout(100);
    expect(await inkedCells(page)).toBe(cells);
    await context.close();
  }, 40_000);

  it("a link names the page it led to and takes the focus there; the head can be skipped", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    await page.goto(`${stage.stack.url}/nowhere`);
    expect(await page.title()).toBe("Nothing is drawn here · LlamaSketch");
    await page.getByRole("link", { name: "Start a new sketch" }).press("Enter");
    await page.getByRole("status").filter({ hasText: "LlamaSketch: draw" }).waitFor({ state: "attached" });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    await context.close();
  }, 30_000);

  it("is for everyone, dark or light, on a phone, with panels open and where nothing is", async () => {
    for (const colorScheme of ["dark", "light"] as const) {
      const { context, page } = await stage.phone();
      await page.emulateMedia({ colorScheme });
      await openNewSketch(page, stage.stack.url);
      expect(await problemsFor(page)).toEqual([]);
      await page.getByRole("button", { name: "Menu" }).click();
      expect(await problemsFor(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      expect(await problemsFor(page)).toEqual([]);
      await page.goto(`${stage.stack.url}/nowhere`);
      await page.getByRole("heading").waitFor();
      expect(await problemsFor(page)).toEqual([]);
      await context.close();
    }
  }, 40_000);
});

describe("what the static host says", () => {
  it("lets nothing in from elsewhere, and hashed files stay for good", async () => {
    const page = await fetch(stage.stack.url);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("cache-control")).toContain("must-revalidate");
    const html = await page.text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? "";
    const asset = await fetch(`${stage.stack.url}${script}`);
    expect(asset.headers.get("cache-control")).toContain("immutable");
    const worker = await fetch(`${stage.stack.url}/sw.js`);
    expect(worker.headers.get("cache-control")).toBe("no-cache");
    expect(await (await fetch(`${stage.stack.url}/robots.txt`)).text()).toMatch(/^User-agent/);
  });

  it("the page runs under its own policy", async () => {
    const { context, page } = await stage.desktop();
    const refused: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") refused.push(message.text());
    });
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, STROKE);
    await waitForSketchId(page);
    await page.waitForTimeout(1500);
    await page.goto(`${stage.stack.url}/sketches`);
    await page.waitForTimeout(1000);
    expect(refused).toEqual([]);
    await context.close();
  }, 30_000);
});

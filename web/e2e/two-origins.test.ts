/** L16, the page at one site and the API at another: what counts works, and no other site gets anything. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEVICES, accountJourney } from "./account-journey.ts";
import { historyCount, visibleEntries, waitForHistory, waitForViewed } from "./history-strip.ts";
import { cards } from "./library-page.ts";
import { hostPage } from "./page-host.ts";
import {
  drawStrokeMouse,
  inkedCells,
  openNewSketch,
  setPrompt,
  shownPicture,
  takePen,
  waitForHolder,
  waitForPictureAfter,
  waitForSketchId,
} from "./sketch-page.ts";
import { root } from "../../scripts/root.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ isElsewhere: true });
}, 180_000);
afterAll(() => stage?.close());

const bar = (y: number) => Array.from({ length: 16 }, (_, at) => ({ x: 150 + at * 45, y }));

function emptyPage(): string {
  const folder = join(root, ".tmp", "another-site");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>another site</title>");
  writeFileSync(join(folder, "_headers"), "");
  return folder;
}

/** What the page's own policy or the browser's rules between origins kept from happening. */
function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return errors;
}

describe("the page elsewhere", { timeout: 120_000 }, () => {
  it("draws, keeps, reloads, looks back, lists, renames, copies, saves and deletes", async () => {
    const { context, page } = await stage.desktop();
    const errors = watchErrors(page);
    await openNewSketch(page, stage.stack.url);
    await setPrompt(page, "a lighthouse at dusk");
    await drawStrokeMouse(page, bar(300));
    await waitForPictureAfter(page, 0);
    await waitForHistory(page, 1);
    const sketchId = await waitForSketchId(page);
    const { shown } = await shownPicture(page);
    await drawStrokeMouse(page, bar(700));
    await waitForPictureAfter(page, shown);
    await waitForHistory(page, 2);
    const cells = await inkedCells(page);
    await page.reload();
    await page.waitForSelector(".sketch-screen[data-phase=open]");
    await expect.poll(() => inkedCells(page)).toBeGreaterThan(cells * 0.9);
    await waitForHistory(page, 2);
    const [, oldest = ""] = await visibleEntries(page);
    await page.locator(`[data-picture="${oldest}"]`).click();
    await waitForViewed(page, oldest);
    const thumb = page.locator(`[data-picture="${oldest}"] img`);
    expect(await thumb.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    expect(await historyCount(page)).toBeGreaterThanOrEqual(2);

    await page.goto("/sketches");
    const card = page.locator(`[data-sketch="${sketchId}"]`);
    await card.waitFor();
    const cover = card.locator("img").last();
    await expect
      .poll(() => cover.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await card.focus();
    await page.keyboard.press("F2");
    await page.keyboard.type("seen from elsewhere");
    await page.keyboard.press("Enter");
    await expect.poll(() => cards(page)).toEqual(["seen from elsewhere"]);
    const actions = page.getByRole("button", { name: "Actions for seen from elsewhere" }).first();
    await actions.click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Download as ZIP" }).click();
    expect((await download).suggestedFilename()).toMatch(/\.zip$/);
    await actions.click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    await expect.poll(async () => (await cards(page)).length).toBe(2);
    await page.locator("[data-sketch]").first().focus();
    await page.keyboard.press("Delete");
    await expect.poll(async () => (await cards(page)).length).toBe(1);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("asks for a picture in the queue, follows it and shows it", async () => {
    const { context, page } = await stage.desktop();
    const errors = watchErrors(page);
    await page.goto("/generate");
    await page.getByRole("combobox", { name: "Prompt" }).fill("a boat");
    await page.keyboard.press("Escape");
    await page.getByText("512", { exact: true }).click();
    const events = page.waitForResponse((answer) => answer.url().endsWith("/events"));
    await page.locator('[data-testid="generate"]:not([disabled])').click();
    expect((await events).status()).toBe(200);
    const picture = page.getByTestId("results").locator("img");
    await picture.waitFor({ timeout: 60_000 });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(512);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("hands the pen from one tab to another over sockets of the API's site", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, bar(500));
    await waitForSketchId(page);
    await waitForPictureAfter(page, 0);
    const other = await context.newPage();
    await other.goto(page.url());
    await waitForHolder(other, "other");
    await takePen(other);
    await waitForHolder(page, "other");
    await context.close();
  });

  it.each(DEVICES)("on a $name: an account's whole way", (device) => accountJourney(stage, device));

  it("keeps cookies where no script and no plain page of another site gets at them", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, bar(400));
    await waitForSketchId(page);
    const [cookie] = (await context.cookies(stage.stack.api)).filter(({ name }) => name === "ls_user");
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "None" });

    const evil = await hostPage(emptyPage());
    try {
      const stranger = await context.newPage();
      await stranger.goto(evil.origin);
      const tried = await stranger.evaluate(async (api) => {
        const attempt = async (path: string, init: RequestInit = {}): Promise<number | "kept out"> => {
          try {
            return (await fetch(api + path, { credentials: "include", ...init })).status;
          } catch {
            return "kept out";
          }
        };
        const headers = { "content-type": "application/json" };
        return [
          await attempt("/api/me"),
          await attempt("/api/sketches"),
          await attempt("/api/sketches", { method: "POST", headers, body: "{}" }),
          await attempt("/api/account/delete", { method: "POST", headers, body: '{"confirm":"delete"}' }),
          await attempt("/api/account/delete", { method: "POST", body: '{"confirm":"delete"}' }),
        ];
      }, stage.stack.api);
      expect(tried).toEqual(tried.map(() => "kept out"));
    } finally {
      evil.close();
    }
    await page.goto("/sketches");
    await page.locator("[data-sketch]").waitFor();
    expect(await page.locator("[data-sketch]").count()).toBe(1);
    await context.close();
  });
});

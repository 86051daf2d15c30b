import { COVER_MAX_BYTES } from "@llamasketch/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  drawStrokeMouse,
  inkedCells,
  openNewSketch,
  setPrompt,
  shownPicture,
  waitForPictureAfter,
  waitForSketchId,
} from "./sketch-page.ts";
import { cards, fillLibrary } from "./library-page.ts";
import { openStage, type Stage } from "./stage.ts";

const STROKE = Array.from({ length: 30 }, (_, at) => ({ x: 150 + at * 24, y: 500 + 200 * Math.sin(at / 4) }));

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const library = (page: Page, find = ""): Promise<unknown> =>
  page.goto(`${stage.stack.url}/sketches${find ? `?q=${encodeURIComponent(find)}` : ""}`);

const focusedCard = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const card = document.activeElement?.closest("[data-place]");
    return card?.querySelector("[data-testid=card-title]")?.textContent;
  });

/** Where its cover is: another address for another picture. */
const coverOf = (page: Page, id: string): Promise<string | null> =>
  page.evaluate(async (id) => {
    const sketch = (await (await fetch(`/api/sketches/${id}`)).json()) as { cover: { url: string } | null };
    return sketch.cover?.url ?? null;
  }, id);

describe("my sketches", () => {
  it("shows what each sketch became: a small cover, made where the hand was, with its blur until it is there", async () => {
    const { context, page } = await stage.desktop();
    const puts: { bytes: number; type: string; blur: string }[] = [];
    page.on("request", (request) => {
      if (request.method() !== "PUT") return;
      const { searchParams } = new URL(request.url());
      const type = request.headers()["content-type"] ?? "";
      puts.push({ bytes: request.postDataBuffer()?.length ?? 0, type, blur: searchParams.get("blur") ?? "" });
    });
    await openNewSketch(page, stage.stack.url);
    await setPrompt(page, "a wave, gouache");
    await drawStrokeMouse(page, STROKE);
    await waitForPictureAfter(page, 0);
    await waitForSketchId(page);
    // At once, so that the cover is made because the page is left.
    await page.getByRole("link", { name: "My sketches" }).first().click();
    const cover = page.locator("[data-sketch] img[src*='/cover?']");
    await cover.waitFor();
    await expect.poll(() => cover.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(400);
    expect(await cover.getAttribute("alt")).toBe("a wave, gouache");
    const blur = page.locator("[data-sketch] img[src^='data:']");
    expect(await blur.count()).toBe(1);
    expect(puts.length).toBe(1);
    expect(puts[0]?.type).toBe("image/webp");
    expect(puts[0]?.bytes).toBeLessThanOrEqual(COVER_MAX_BYTES);
    await stage.shoot(page, "library-cover");
    await page.locator("[data-sketch]").click();
    await page.waitForSelector(".sketch-screen[data-phase=open]");
    await expect.poll(() => inkedCells(page)).toBeGreaterThan(20);
    await page.goBack();
    await cover.waitFor();
    await context.close();
  }, 40_000);

  it("a tab that is closed leaves the newest cover behind", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, STROKE);
    // The first goes once the hand rests; the next would wait its turn.
    await page.waitForRequest((request) => request.method() === "PUT");
    const { shown } = await shownPicture(page);
    await drawStrokeMouse(
      page,
      STROKE.map(({ x, y }) => ({ x, y: y - 250 })),
    );
    await waitForPictureAfter(page, shown);
    const id = await waitForSketchId(page);
    const first = await coverOf(page, id);
    // Of a hand at rest it is made ahead: a page that goes makes nothing more.
    await page.waitForTimeout(5_000);
    await page.goto(`${stage.stack.url}/nowhere`);
    await expect.poll(() => coverOf(page, id)).not.toBe(first);
    await context.close();
  }, 40_000);

  it("everything can be done by keyboard: move, rename, copy, delete, take it back, search, open", async () => {
    const { context, page } = await stage.desktop();
    const titles = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    const ids = await fillLibrary(page, stage.stack.url, titles);
    await library(page);
    await page.locator("[data-sketch]").first().waitFor();
    expect(await cards(page)).toEqual(titles.toReversed());

    await page.keyboard.press("ArrowRight");
    await expect.poll(() => focusedCard(page)).toBe("nine");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focusedCard(page)).toBe("two");
    await page.keyboard.press("F2");
    await page.keyboard.type("two, renamed");
    await page.keyboard.press("Enter");
    await expect.poll(() => focusedCard(page)).toBe("two, renamed");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => focusedCard(page)).toBe("nine");

    await page.keyboard.press("Delete");
    await expect.poll(() => focusedCard(page)).toBe("eight");
    await page.getByText("“nine” deleted.").waitFor();
    await page.keyboard.press("z");
    await expect.poll(() => focusedCard(page)).toBe("nine");
    await page.keyboard.press("Delete");
    const undo = page.getByRole("button", { name: "Undo" });
    await undo.focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => focusedCard(page)).toBe("nine");
    await page.reload();
    await page.locator("[data-sketch]").first().waitFor();
    expect((await cards(page)).length).toBe(9);

    await page.keyboard.press("ArrowRight");
    await expect.poll(() => focusedCard(page)).toBe("nine");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("A copy of “nine” is the newest sketch.").waitFor();
    await expect.poll(async () => (await cards(page)).slice(0, 2)).toEqual(["nine", "nine"]);

    await page.keyboard.press("/");
    await page.keyboard.type("three");
    await expect.poll(() => cards(page)).toEqual(["three"]);
    expect(page.url()).toContain("q=three");
    await page.getByText("1 sketch found").waitFor({ state: "attached" });
    await page.keyboard.press("Escape");
    await expect.poll(async () => (await cards(page)).length).toBe(10);
    await page.keyboard.press("?");
    for (const name of ["Move between sketches", "Rename", "Undo the deletion", "Search"])
      await page.getByRole("dialog").getByText(name, { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.locator(`[data-sketch="${ids[0]}"]`).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/s/${ids[0]}`);
    await context.close();
  }, 60_000);

  it("a whole sketch is saved as one ZIP, and a link to it is copied", async () => {
    const { context, page } = await stage.desktop({ permissions: ["clipboard-read", "clipboard-write"] });
    const [id = ""] = await fillLibrary(page, stage.stack.url, ["to save"]);
    await library(page);
    await page.getByRole("button", { name: "Actions for to save" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Download as ZIP" }).click();
    const stream = await (await download).createReadStream();
    const [head] = (await stream.take(1).toArray()) as Buffer[];
    expect(head?.subarray(0, 2).toString()).toBe("PK");
    await page.getByRole("button", { name: "Actions for to save" }).click();
    await page.getByRole("menuitem", { name: "Copy link" }).click();
    await page.getByText("Link copied.").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${stage.stack.url}/s/${id}`);
    await context.close();
  }, 30_000);

  it("what another device did is there as soon as somebody looks", async () => {
    const { context, page } = await stage.desktop();
    const [id = ""] = await fillLibrary(page, stage.stack.url, ["before"]);
    await library(page);
    await page.getByText("before").waitFor();
    const other = await context.newPage();
    await other.goto(`${stage.stack.url}/nowhere`);
    await other.evaluate(async (id) => {
      const headers = { "content-type": "application/json" };
      await fetch(`/api/sketches/${id}`, {
        method: "PATCH",
        headers,
        body: JSON.stringify({ title: "after" }),
      });
    }, id);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    await page.getByText("after").waitFor();
    await context.close();
  }, 30_000);

  it("a long list loads as it is scrolled, and only what is seen is on the page", async () => {
    const { context, page } = await stage.phone();
    const titles = Array.from({ length: 56 }, (_, at) => `sketch ${at + 1}`);
    await fillLibrary(page, stage.stack.url, titles);
    await library(page);
    await page.getByText("sketch 56", { exact: true }).waitFor();
    let most = 0;
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 1500);
          most = Math.max(most, await page.locator("[data-sketch]").count());
          return page.getByText("sketch 1", { exact: true }).isVisible();
        },
        { timeout: 15_000, interval: 60 },
      )
      .toBe(true);
    expect(most).toBeLessThan(40);
    expect(await page.locator("[data-place]").last().getAttribute("aria-setsize")).toBe("56");
    const oldest = page.getByText("sketch 1", { exact: true });
    await oldest.scrollIntoViewIfNeeded();
    await page.waitForTimeout(500);
    const before = await page.evaluate(() => scrollY);
    await oldest.click();
    await page.waitForURL("**/s/**");
    await page.goBack();
    await page.getByText("sketch 1", { exact: true }).waitFor();
    expect(Math.abs((await page.evaluate(() => scrollY)) - before)).toBeLessThan(100);
    await context.close();
  }, 60_000);
});

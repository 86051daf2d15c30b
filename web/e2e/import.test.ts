import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { COLUMNS, allPhotos } from "@llamasketch/testing/photos";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/root.ts";
import { ANIMATED_GIF, claimingPng, twoColours, withExif } from "./images.ts";
import {
  colourAt,
  drawStrokeMouse,
  inkedCells,
  openNewSketch,
  openSketch,
  pressTool,
  straight,
  waitForLog,
  waitForSketchId,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

const PAPER = "#ffffff";
const isRed = (colour: string): boolean => /^#f[a-f0-9]0[0-9a-f]0[0-9a-f]$/.test(colour);
const isBlue = (colour: string): boolean => /^#0[0-9a-f]0[0-9a-f]f[a-f0-9]$/.test(colour);

async function newSketch(): Promise<Page> {
  const { page } = await stage.desktop();
  await openNewSketch(page, stage.stack.url);
  return page;
}

/** Gives a file to the page as the person's `way` of giving would. */
async function give(page: Page, way: "paste" | "drop", bytes: Buffer, type: string): Promise<void> {
  await page.getByTestId("canvas-frame").evaluate(
    (frame, { way, base64, type }) => {
      const binary = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([binary], "given", { type }));
      if (way === "paste") {
        document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, cancelable: true }));
      } else {
        frame.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
      }
    },
    { way, base64: bytes.toString("base64"), type },
  );
}

async function choose(page: Page, file: { name: string; mimeType: string; buffer: Buffer } | string) {
  await pressTool(page, "Layers");
  await page.getByTestId("image-file").setInputFiles(file);
}
const png = (buffer: Buffer) => ({ name: "image.png", mimeType: "image/png", buffer });
const placement = (page: Page) => page.getByTestId("placement");
const place = (page: Page): Promise<void> => page.getByTestId("place").click();

describe("an image from outside", () => {
  it("is chosen, moved and scaled before it is placed under the ink, and another device sees it", async () => {
    const page = await newSketch();
    await drawStrokeMouse(page, straight({ x: 100, y: 512 }, { x: 900, y: 512 }));
    await choose(page, png(await twoColours(page, { width: 2000, height: 1000, type: "image/png" })));
    await placement(page).waitFor();
    expect(await colourAt(page, { x: 200, y: 400 })).toBe(PAPER);
    // By its corner to half its size, by its middle to the left.
    const box = await placement(page).boundingBox();
    if (!box) throw new Error("nothing is being placed");
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(box.x + box.width - 2, box.y + box.height - 2);
    await page.mouse.down();
    await page.mouse.move(middle.x + box.width / 4, middle.y + box.height / 4, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await page.mouse.move(middle.x - box.width / 4, middle.y, { steps: 4 });
    await page.mouse.up();
    await stage.shoot(page, "desktop-placing");
    await place(page);
    await expect.poll(async () => isRed(await colourAt(page, { x: 100, y: 420 }))).toBe(true);
    expect(isBlue(await colourAt(page, { x: 450, y: 420 }))).toBe(true);
    expect(await colourAt(page, { x: 800, y: 420 })).toBe(PAPER);
    expect(await colourAt(page, { x: 300, y: 512 })).toBe("#1b1b1f");

    const id = await waitForSketchId(page);
    const log = await waitForLog(page, (log) => log.some(({ op }) => op === "image"));
    const bytes = log.filter((each) => each.op === "bytes");
    const size = bytes.reduce((sum, { data }) => sum + data.length, 0);
    expect(size).toBeLessThan(240_000);
    const other = await page.context().newPage();
    await openSketch(other, stage.stack.url, id);
    await expect.poll(async () => isRed(await colourAt(other, { x: 100, y: 420 }))).toBe(true);
    await page.context().close();
  }, 40_000);

  it("fades, hides, moves again, goes away, and each is taken back by undo, after a reload too", async () => {
    const page = await newSketch();
    await give(
      page,
      "paste",
      await twoColours(page, { width: 600, height: 600, type: "image/png" }),
      "image/png",
    );
    await place(page);
    await expect.poll(async () => isRed(await colourAt(page, { x: 100, y: 500 }))).toBe(true);
    await pressTool(page, "Layers");
    const opacity = page.getByLabel("Opacity of Image 1");
    for (const value of ["0.8", "0.4", "0.2"]) await opacity.fill(value);
    expect(await colourAt(page, { x: 100, y: 500 })).toMatch(/^#ffc[bcd]c[bcd]$/);
    await page.getByLabel("Hide Image 1").click();
    expect(await colourAt(page, { x: 100, y: 500 })).toBe(PAPER);
    await page.getByLabel("Show Image 1").click();
    await page.getByLabel("Move Image 1", { exact: true }).click();
    await placement(page).waitFor();
    for (let n = 0; n < 20; n++) await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Enter");
    expect(await colourAt(page, { x: 100, y: 500 })).toBe(PAPER);
    await pressTool(page, "Layers");
    await page.getByLabel("Remove Image 1").click();
    await page.keyboard.press("Escape");
    const id = await waitForSketchId(page);
    await waitForLog(page, (log) => log.some((each) => each.op === "set" && each.removed === true));
    await openSketch(page, stage.stack.url, id);
    await expect.poll(() => page.isEnabled('button[aria-label^="Undo"]')).toBe(true);
    expect(await inkedCells(page)).toBe(0);
    // Removing, moving, showing, hiding, and the whole drag of the slider.
    for (let n = 0; n < 5; n++) await pressTool(page, "Undo");
    await expect.poll(async () => isRed(await colourAt(page, { x: 100, y: 500 }))).toBe(true);
    await pressTool(page, "Undo");
    expect(await inkedCells(page)).toBe(0);
    await page.context().close();
  }, 40_000);

  it("stands upright and says nothing of its camera", async () => {
    const page = await newSketch();
    const jpeg = await twoColours(page, { width: 400, height: 200, type: "image/jpeg" });
    await give(page, "drop", withExif(jpeg, 6), "image/jpeg");
    await place(page);
    // Turned by a quarter: red, once left, is on top.
    await expect.poll(async () => isRed(await colourAt(page, { x: 512, y: 200 }))).toBe(true);
    expect(isBlue(await colourAt(page, { x: 512, y: 800 }))).toBe(true);
    expect(await colourAt(page, { x: 100, y: 500 })).toBe(PAPER);
    const log = await waitForLog(page, (log) => log.some(({ op }) => op === "image"));
    const bytes = Buffer.concat(
      log.flatMap((each) => (each.op === "bytes" ? [Buffer.from(each.data, "base64")] : [])),
    );
    expect(bytes.includes("52.5N")).toBe(false);
    await page.context().close();
  }, 40_000);

  it("goes in when it is pasted while the prompt has the focus; words beside it stay words", async () => {
    const page = await newSketch();
    const bytes = await twoColours(page, { width: 300, height: 300, type: "image/png" });
    const paste = (text: string | null) =>
      page.locator("#prompt").evaluate(
        (prompt, { base64, text }) => {
          const binary = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const given = new DataTransfer();
          given.items.add(new File([binary], "given.png", { type: "image/png" }));
          if (text !== null) given.setData("text/plain", text);
          const event = new ClipboardEvent("paste", {
            clipboardData: given,
            bubbles: true,
            cancelable: true,
          });
          prompt.focus();
          return prompt.dispatchEvent(event);
        },
        { base64: bytes.toString("base64"), text },
      );
    // Not taken: the browser puts the words where they belong.
    expect(await paste("a table of figures")).toBe(true);
    await page.waitForTimeout(300);
    expect(await placement(page).count()).toBe(0);
    expect(await paste(null)).toBe(false);
    await placement(page).waitFor();
    await place(page);
    await expect.poll(async () => isRed(await colourAt(page, { x: 100, y: 500 }))).toBe(true);
    await page.context().close();
  }, 40_000);

  it("has the colours, the way up and the paper that a camera and a program meant", async () => {
    const page = await newSketch();
    const photos = (await allPhotos()).filter(({ name }) =>
      /^(jpeg P3, turned 6|png P3, alpha, turned 7|webp P3, alpha, turned 5, XMP)$/.test(name),
    );
    expect(photos).toHaveLength(3);
    for (const { bytes, type, squares } of photos) {
      await give(page, "drop", Buffer.from(bytes), type);
      await place(page);
      const shown = () =>
        Promise.all(
          squares.map((_, at) =>
            colourAt(page, {
              x: ((at % COLUMNS) + 0.5) * (1024 / COLUMNS),
              // As wide as the page, and in its middle.
              y: 512 + (Math.floor(at / COLUMNS) + 0.5 - 2) * (1024 / COLUMNS),
            }),
          ),
        );
      await expect
        .poll(async () => {
          const seen = (await shown()).map((colour) =>
            [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16)),
          );
          return Math.max(
            ...squares.flatMap((square, at) =>
              square.map((value, of) => Math.abs(value - (seen[at]?.[of] ?? NaN))),
            ),
          );
        })
        .toBeLessThan(9);
      await pressTool(page, "Undo");
      await expect.poll(() => inkedCells(page)).toBe(0);
    }
    await page.context().close();
  }, 60_000);

  it("that can't be used is refused in words, and nothing is lost", async () => {
    const page = await newSketch();
    await drawStrokeMouse(page, straight({ x: 100, y: 512 }, { x: 900, y: 512 }));
    const cells = await inkedCells(page);
    const folder = join(root, ".tmp", `import-${process.pid}`);
    mkdirSync(folder, { recursive: true });
    const heavy = join(folder, "heavy.png");
    writeFileSync(heavy, Buffer.alloc(70 * 1024 * 1024));
    const whole = await twoColours(page, { width: 300, height: 300, type: "image/png" });
    const files: [string | Parameters<typeof choose>[1], RegExp][] = [
      [{ name: "a.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") }, /SVG/],
      [{ name: "a.png", mimeType: "image/png", buffer: Buffer.from("hello") }, /no image/],
      [png(whole.subarray(0, 300)), /damaged/],
      [png(claimingPng(20_000)), /20000 × 20000/],
      [heavy, /64 MB/],
    ];
    for (const [file, says] of files) {
      await choose(page, file);
      await page.getByRole("alert").filter({ hasText: says }).waitFor({ timeout: 8000 });
      expect(await placement(page).count()).toBe(0);
    }
    rmSync(folder, { recursive: true });
    await stage.shoot(page, "desktop-import-refused");
    await page.getByRole("alert").getByRole("button").click();
    expect(await inkedCells(page)).toBe(cells);
    // Of an animation the first frame is used, and that is said.
    await choose(page, { name: "a.gif", mimeType: "image/gif", buffer: ANIMATED_GIF });
    await page.getByRole("alert").filter({ hasText: "first frame" }).waitFor();
    await page.keyboard.press("Escape");
    expect(await placement(page).count()).toBe(0);
    expect(await inkedCells(page)).toBe(cells);
    await page.context().close();
  }, 60_000);
});

import { readFile } from "node:fs/promises";
import { ALL_FORMATS, BufferSource, Input } from "mediabunny";
import type { Download, Page } from "playwright-core";
import sharp from "sharp";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { historyCount, waitForHistory } from "./history-strip.ts";
import { settled } from "./picture-view.ts";
import {
  drawStrokeMouse,
  inkedCells,
  openNewSketch,
  setPrompt,
  waitForPictureAfter,
  waitForSketchId,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

const SECRET = "xyzzy-never-in-a-file";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const wave = (y: number) =>
  Array.from({ length: 20 }, (_, at) => ({ x: 150 + at * 36, y: y + 60 * Math.sin(at / 2) }));

async function openExport(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Picture menu" }).click();
  await page.getByRole("button", { name: "Export and share…" }).click();
  await page.getByTestId("export").waitFor();
}
const part = (page: Page, name: string) => page.getByTestId("export").getByRole("region", { name });

async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), press()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await pathOf(download)) };
}
const pathOf = async (download: Download): Promise<string> => {
  const path = await download.path();
  if (!path) throw new Error("Nothing was saved.");
  return path;
};

/** What a picture's file says of how a machine had part in it; null: nothing. */
async function saysOf(file: Uint8Array): Promise<string | null> {
  const { xmp, exif } = await sharp(file).metadata();
  expect(exif).toBeUndefined();
  return (
    /DigitalSourceType>http:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/(\w+)</.exec(
      xmp?.toString() ?? "",
    )?.[1] ?? null
  );
}

function pngChunks(file: Buffer): string[] {
  const names: string[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    names.push(file.toString("latin1", at + 4, at + 8));
  }
  return names;
}

/** Size of an image, and the colours of its corner: red, green, blue, alpha. */
const seen = (page: Page, { bytes }: { bytes: Buffer }, type: string) =>
  page.evaluate(
    async ([base64, type]) => {
      const raw = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([raw], { type }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      context?.drawImage(bitmap, 0, 0);
      return {
        width: bitmap.width,
        height: bitmap.height,
        corner: [...(context?.getImageData(2, 2, 1, 1).data ?? [])],
      };
    },
    [bytes.toString("base64"), type] as const,
  );

describe("export", { timeout: 90_000 }, () => {
  it("saves the picture and the drawing as plain files, without a word in them", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await setPrompt(page, `a lake at dusk ${SECRET}`);
    await drawStrokeMouse(page, wave(500), { stepMs: 4 });
    await waitForPictureAfter(page, 0);
    await settled(page);
    await openExport(page);
    await stage.shoot(page, "export-dialog");

    const png = await saved(page, () => part(page, "Picture").getByRole("button", { name: "PNG" }).click());
    expect(png.name).toBe("untitled-picture.png");
    expect(pngChunks(png.bytes).filter((name) => /^(tEXt|zTXt|tIME|eXIf)$/.test(name))).toEqual([]);
    expect(await saysOf(png.bytes)).toBe("trainedAlgorithmicMedia");
    expect(png.bytes.includes(SECRET)).toBe(false);
    expect(await seen(page, png, "image/png")).toMatchObject({ width: 768, height: 768 });

    const webp = await saved(page, () => part(page, "Picture").getByRole("button", { name: "WebP" }).click());
    expect(webp.name).toBe("untitled-picture.webp");
    expect(webp.bytes.includes(SECRET)).toBe(false);
    expect(await saysOf(webp.bytes)).toBe("trainedAlgorithmicMedia");
    expect(await seen(page, webp, "image/webp")).toMatchObject({ width: 768, height: 768 });

    const paper = await saved(page, () =>
      part(page, "Drawing").getByRole("button", { name: "On paper" }).click(),
    );
    expect(await seen(page, paper, "image/png")).toEqual({
      width: 1024,
      height: 1024,
      corner: [255, 255, 255, 255],
    });
    const bare = await saved(page, () =>
      part(page, "Drawing").getByRole("button", { name: "Without paper" }).click(),
    );
    expect((await seen(page, bare, "image/png")).corner).toEqual([0, 0, 0, 0]);
    // A person drew all of it.
    for (const { bytes } of [paper, bare]) expect(await saysOf(bytes)).toBeNull();
    const both = await saved(page, () =>
      part(page, "Drawing").getByRole("button", { name: "Side by side" }).click(),
    );
    expect(await seen(page, both, "image/png")).toMatchObject({ width: 2064, height: 1024 });
    expect(await saysOf(both.bytes)).toBe("compositeWithTrainedAlgorithmicMedia");

    await context.grantPermissions(["clipboard-write", "clipboard-read"]);
    await part(page, "Picture").getByRole("button", { name: "Share" }).click();
    await page
      .getByTestId("export-said")
      .filter({ hasText: /Copied|Saved/ })
      .waitFor();
    await context.close();
  });

  it("makes a film of it that plays, and stops when told to", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, wave(300), { stepMs: 4 });
    await waitForHistory(page, 1);
    await drawStrokeMouse(page, wave(700), { stepMs: 4 });
    await waitForHistory(page, 2);
    await openExport(page);
    await part(page, "Film").getByRole("button", { name: "Make the film" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.waitForSelector('[data-testid="export"][data-busy="false"]');
    const film = await saved(page, () =>
      part(page, "Film").getByRole("button", { name: "Make the film" }).click(),
    );
    expect(film.name).toBe("untitled-film.webm");
    const input = new Input({ source: new BufferSource(film.bytes), formats: ALL_FORMATS });
    expect((await input.getMetadataTags()).raw?.DIGITAL_SOURCE_TYPE).toBe(
      "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
    );
    // The page's own policy lets it play nothing.
    const player = await context.newPage();
    const played = await player.evaluate(async (base64) => {
      const raw = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const video = document.createElement("video");
      video.muted = true;
      video.src = URL.createObjectURL(new Blob([raw], { type: "video/webm" }));
      const at = async (seconds: number): Promise<number[]> => {
        video.currentTime = seconds;
        await new Promise((resolve) => video.addEventListener("seeked", resolve, { once: true }));
        const context = new OffscreenCanvas(64, 32).getContext("2d");
        context?.drawImage(video, 0, 0, 64, 32);
        return [...(context?.getImageData(0, 0, 64, 32).data ?? [])];
      };
      await new Promise((resolve, reject) => {
        video.addEventListener("loadeddata", resolve, { once: true });
        video.addEventListener("error", reject, { once: true });
      });
      const [first, last] = [await at(0.05), await at(video.duration - 0.1)];
      const changed = first.filter((value, i) => Math.abs(value - (last[i] ?? 0)) > 24).length;
      return { width: video.videoWidth, height: video.videoHeight, seconds: video.duration, changed };
    }, film.bytes.toString("base64"));
    expect(played).toMatchObject({ width: 1280, height: 640 });
    expect(played.seconds).toBeGreaterThan(2);
    expect(played.seconds).toBeLessThan(31);
    // The picture's half came, and ink on the other.
    expect(played.changed).toBeGreaterThan(1000);
    await context.close();
  });

  it("a project file brings everything back as a new sketch, wherever it is opened", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await setPrompt(page, "a lake at dusk");
    await drawStrokeMouse(page, wave(300), { stepMs: 4 });
    await waitForHistory(page, 1);
    await page.keyboard.press("s");
    await page.locator('[data-picture][aria-label*="pinned"]').waitFor();
    await drawStrokeMouse(page, wave(700), { stepMs: 4 });
    await settled(page);
    const [cells, count] = [await inkedCells(page), await historyCount(page)];
    await page.waitForTimeout(1500);
    await openExport(page);
    const file = await saved(page, () =>
      part(page, "Project file").getByRole("button", { name: "Save the project" }).click(),
    );
    expect(file.name).toBe("untitled-sketch.llama");
    const packed = Object.entries(unzipSync(file.bytes)).filter(([name]) => name.startsWith("pictures/"));
    expect(packed.length).toBeGreaterThan(0);
    for (const [, bytes] of packed) expect(await saysOf(bytes)).toBe("trainedAlgorithmicMedia");
    const cover = await page.evaluate(async () => {
      const [sketch] = (
        (await (await fetch("/api/sketches")).json()) as { sketches: { cover: { url: string } | null }[] }
      ).sketches;
      if (!sketch?.cover) return null;
      return [...new Uint8Array(await (await fetch(sketch.cover.url)).arrayBuffer())];
    });
    expect(await saysOf(Uint8Array.from(cover ?? []))).toBe("trainedAlgorithmicMedia");

    const elsewhere = await stage.desktop();
    await openNewSketch(elsewhere.page, stage.stack.url);
    await elsewhere.page.evaluate(
      ([base64, name]) => {
        const raw = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([raw], name));
        document.body.dispatchEvent(
          new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }),
        );
      },
      [file.bytes.toString("base64"), file.name] as const,
    );
    await waitForSketchId(elsewhere.page, 30_000);
    await elsewhere.page.waitForSelector('.sketch-screen[data-phase="open"]');
    await expect.poll(() => inkedCells(elsewhere.page)).toBe(cells);
    await waitForHistory(elsewhere.page, count);
    expect(await elsewhere.page.locator("#prompt").inputValue()).toBe("a lake at dusk");
    expect(await elsewhere.page.locator('[data-picture][aria-label*="pinned"]').count()).toBe(1);
    const oldest = elsewhere.page.locator('[data-testid="history"] [role="option"]').last();
    await oldest.click();
    await elsewhere.page.waitForSelector('[data-testid="viewed-canvas"][data-state="shown"]');
    await stage.shoot(elsewhere.page, "export-imported");
    await context.close();
    await elsewhere.context.close();
  });

  it("a file that is no project changes nothing, and the page says why", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, wave(500), { stepMs: 4 });
    await waitForPictureAfter(page, 0);
    const id = await waitForSketchId(page);
    const cells = await inkedCells(page);
    const sketches = () =>
      page.evaluate(async () => {
        const answer = (await (await fetch("/api/sketches")).json()) as { sketches: unknown[] };
        return answer.sketches.length;
      });
    const before = await sketches();
    for (const [name, buffer, says] of [
      ["garbage.llama", Buffer.alloc(500, 7), "no LlamaSketch project"],
      ["cut.llama", Buffer.from("504b0304140000000000", "hex"), "cut short"],
      ["empty.llama", Buffer.alloc(0), "no LlamaSketch project"],
    ] as const) {
      await openExport(page);
      await page.getByTestId("project-file").setInputFiles({ name, mimeType: "application/zip", buffer });
      const failed = page.locator('[data-testid="import"][data-state="failed"]');
      await failed.waitFor();
      expect(await failed.innerText()).toContain(says);
      expect(await failed.innerText()).toContain("nothing was changed");
      await stage.shoot(page, "import-failed");
      await failed.getByRole("button", { name: "Close" }).click();
      await page.getByTestId("export").getByRole("button", { name: "Close" }).click();
    }
    expect(page.url()).toContain(id);
    expect(await inkedCells(page)).toBe(cells);
    expect(await sketches()).toBe(before);
    await context.close();
  });
});

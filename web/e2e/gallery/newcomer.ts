/**
 * `npm run newcomer`: from landing on the page to a pinned picture, with a thumb, at the pace of a person, on a phone of
 * 390 px that has never seen it. Films what the screen shows as an animated WebP into `docs/images`; the last line is JSON.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "@llamasketch/testing";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { root, startStack } from "../../../scripts/stack.ts";
import { historyCount } from "../history-strip.ts";
import { drawStrokeTouch, setPrompt, shownPicture, waitForPictureAfter } from "../sketch-page.ts";
import { HOUSE, drawAll } from "./scene.ts";

/** Somebody who looks before they press. */
const LOOK_MS = 2_500;
/** A thumb on glass; two words a second are fast. */
const KEY_MS = 180;
/** Between two strokes of a hand that is not in a hurry. */
const BETWEEN_STROKES_MS = 500;
const FRAME_MS = 400;

/** Takes a picture of the screen again and again until told to stop. */
function film(page: Page): () => Promise<{ jpeg: Buffer; atMs: number }[]> {
  const frames: { jpeg: Buffer; atMs: number }[] = [];
  let isOn = true;
  const run = (async () => {
    while (isOn) {
      const atMs = performance.now();
      frames.push({ jpeg: await page.screenshot({ type: "jpeg", quality: 80 }), atMs });
      await page.waitForTimeout(Math.max(0, FRAME_MS - (performance.now() - atMs)));
    }
  })();
  return async () => {
    isOn = false;
    await run;
    return frames;
  };
}

async function walk(page: Page, url: string): Promise<Record<string, number>> {
  const startedMs = performance.now();
  const times: Record<string, number> = {};
  const note = (what: string): void => {
    times[what] = Math.round((performance.now() - startedMs) / 100) / 10;
  };
  await page.goto(url);
  await page.waitForTimeout(LOOK_MS);
  note("drawing");
  await drawAll(page, HOUSE, drawStrokeTouch, { stepMs: 25, betweenMs: BETWEEN_STROKES_MS });
  await waitForPictureAfter(page, 0);
  note("firstPicture");
  await page.waitForTimeout(LOOK_MS);
  const { shown } = await shownPicture(page);
  await setPrompt(page, "a cottage in snow", KEY_MS);
  note("words");
  await waitForPictureAfter(page, shown);
  note("pictureOfWords");
  await page.waitForTimeout(LOOK_MS);
  await page.getByRole("button", { name: "Pin (S)" }).tap();
  await page.locator('[data-picture][aria-label*="pinned"]').first().waitFor();
  note("pinned");
  await page.waitForTimeout(LOOK_MS);
  return { ...times, kept: await historyCount(page) };
}

const stateDir = join(root, ".tmp", `newcomer-${process.pid}`);
const stack = await startStack({ port: 0, stateDir, painter: true, log: () => undefined });
const { browser, close } = await launchBrowser(join(root, ".tmp"));
try {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    colorScheme: "dark",
  });
  const page = await context.newPage();
  const stop = film(page);
  const times = await walk(page, stack.url);
  const frames = await stop();
  const delay = frames.map(({ atMs }, at) => Math.round((frames[at + 1]?.atMs ?? atMs + 1_500) - atMs));
  const animation = sharp(
    frames.map(({ jpeg }) => jpeg),
    { join: { animated: true } },
  );
  await animation
    .webp({ quality: 60, delay, loop: 0, effort: 4 })
    .toFile(join(root, "docs/images/newcomer-phone.webp"));
  console.log(JSON.stringify({ ...times, frames: frames.length }));
} finally {
  await close();
  await stack.stop();
  rmSync(stateDir, { recursive: true, force: true });
}

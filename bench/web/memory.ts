import type { BrowserContext, CDPSession, Page } from "playwright-core";

const WARM_UP_PICTURES = 60;
const PICTURES = 500;
const GIVE_UP_MS = 400_000;

/** How the page's memory grew over 500 pictures, MB: JavaScript, what it holds outside, and DOM, after a collection. */
export async function measureMemory(
  context: BrowserContext,
  origin: string,
): Promise<{ memoryGrowthMb: number; pictures: number }> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.goto(`${origin}/`);
  await page.waitForSelector('.sketch-screen[data-phase="new"]');
  await scribble(page, WARM_UP_PICTURES);
  const beforeMb = await usedMb(cdp);
  const from = await shown(page);
  await scribble(page, from + PICTURES);
  const afterMb = await usedMb(cdp);
  const pictures = (await shown(page)) - from;
  console.log(`  memory: ${beforeMb.toFixed(1)} MB, after ${pictures} pictures ${afterMb.toFixed(1)} MB`);
  await page.close();
  return { memoryGrowthMb: Number((afterMb - beforeMb).toFixed(1)), pictures };
}

async function usedMb(cdp: CDPSession): Promise<number> {
  for (let pass = 0; pass < 2; pass++) await cdp.send("HeapProfiler.collectGarbage");
  const usage = (await cdp.send("Runtime.getHeapUsage")) as unknown as Record<string, number>;
  const bytes = (usage.usedSize ?? 0) + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
  return bytes / 1024 / 1024;
}

const shown = (page: Page): Promise<number> =>
  page
    .locator('[data-testid="picture"]')
    .evaluate((element) => Number((element as HTMLElement).dataset.shown ?? 0));

/** Draws, a page at a time, until so many pictures have been shown. */
async function scribble(page: Page, until: number): Promise<void> {
  const box = await page.locator('[data-testid="paper"]').boundingBox();
  if (!box) throw new Error("The canvas is not on the screen.");
  const byMs = performance.now() + GIVE_UP_MS;
  for (let stroke = 0; (await shown(page)) < until; stroke++) {
    if (performance.now() > byMs) throw new Error(`only ${await shown(page)} pictures were shown`);
    const x = box.x + box.width * (0.1 + 0.8 * ((stroke * 0.37) % 1));
    const y = box.y + box.height * (0.1 + 0.8 * ((stroke * 0.61) % 1));
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 0; step < 12; step++) {
      await page.mouse.move(x + Math.sin(step) * 30, y + step * 3);
      await page.waitForTimeout(30);
    }
    await page.mouse.up();
    // Pages are turned: a drawing of thousands of strokes is not what is measured here.
    if (stroke % 40 === 39)
      await page.click('[role="toolbar"] button[aria-label^="Clear"]').catch(() => undefined);
  }
}

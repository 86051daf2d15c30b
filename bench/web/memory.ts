import type { CDPSession, Page } from "playwright-core";
import {
  drawStrokePen,
  openNewSketch,
  shownPicture,
  waitForPictureAfter,
} from "../../web/e2e/sketch-page.ts";
import { residentMb } from "../soak/memory.ts";
import { DESKTOP, rounded, type ServedPage } from "./served-page.ts";

const WARM_UP_PICTURES = 60;
const PICTURES = 500;
const WITHIN_MS = 8 * 60_000;
const MB = 1024 * 1024;

/** JavaScript's heap, what the browser holds for it (DOM, bitmaps' handles) and the bytes behind its buffers. */
interface Reading {
  heapMb: number;
  nodes: number;
  residentMb: number | null;
}

/** What is left after `PICTURES` pictures have come, once all that can be freed has been. */
export async function measureMemory({ browser, origin }: ServedPage) {
  const root = await browser.newBrowserCDPSession();
  const before = new Set((await renderersOf(root)).map(({ id }) => id));
  const context = await browser.newContext({ viewport: DESKTOP, serviceWorkers: "block" });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await openNewSketch(page, origin);
  const pid = (await renderersOf(root)).findLast(({ id }) => !before.has(id))?.id ?? null;
  await drawUntil(page, WARM_UP_PICTURES);
  const first = await read(cdp, pid);
  const startedAt = (await shownPicture(page)).shown;
  await drawUntil(page, startedAt + PICTURES);
  const last = await read(cdp, pid);
  const pictures = (await shownPicture(page)).shown - startedAt;
  await context.close();
  console.log(`\nMemory over ${pictures} pictures, after garbage collection`);
  const row = (name: string, a: number, b: number): void =>
    console.log(`  ${name.padEnd(22)} ${a.toFixed(1)} → ${b.toFixed(1)}`);
  row("heap and buffers, MB", first.heapMb, last.heapMb);
  row("process, MB", first.residentMb ?? NaN, last.residentMb ?? NaN);
  row("nodes", first.nodes, last.nodes);
  return {
    memoryGrowthMb: rounded(last.heapMb - first.heapMb),
    memoryProcessGrowthMb:
      first.residentMb === null || last.residentMb === null
        ? null
        : rounded(last.residentMb - first.residentMb),
    memoryPictures: pictures,
  };
}

/** Keeps a hand moving until so many pictures have come. The page is cleared now and then, as hands do. */
async function drawUntil(page: Page, shown: number): Promise<void> {
  const untilMs = performance.now() + WITHIN_MS;
  for (let at = 0; (await shownPicture(page)).shown < shown; at++) {
    if (performance.now() > untilMs) throw new Error(`fewer than ${shown} pictures came in time`);
    const y = 150 + ((at * 53) % 700);
    await drawStrokePen(
      page,
      Array.from({ length: 40 }, (_, n) => ({ x: 120 + n * 20, y: y + 40 * Math.sin(n / 3), force: 0.5 })),
      { stepMs: 10 },
    );
    if (at === 0) await waitForPictureAfter(page, 0, 30_000);
    if (at % 12 === 11) await page.keyboard.press("z");
  }
}

async function read(cdp: CDPSession, pid: number | null): Promise<Reading> {
  // What is on its way comes first; then twice, for what was held by what was freed.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  for (let at = 0; at < 2; at++) await cdp.send("HeapProfiler.collectGarbage");
  const usage = await cdp.send("Runtime.getHeapUsage");
  const {
    usedSize,
    embedderHeapUsedSize = 0,
    backingStorageSize = 0,
  } = usage as typeof usage & {
    embedderHeapUsedSize?: number;
    backingStorageSize?: number;
  };
  const { nodes } = await cdp.send("Memory.getDOMCounters");
  return {
    heapMb: (usedSize + embedderHeapUsedSize + backingStorageSize) / MB,
    nodes,
    residentMb: residentMb(pid),
  };
}

async function renderersOf(cdp: CDPSession): Promise<{ id: number }[]> {
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer");
}

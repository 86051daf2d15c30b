import type { CDPSession, Page } from "playwright-core";
import { openNewSketch, shownPicture, waitForPictureAfter } from "../../web/e2e/sketch-page.ts";
import { BARE_PAGE } from "./bare-page.ts";
import { DESKTOP, percentile, rounded, type ServedPage } from "./served-page.ts";

const SAMPLES_PER_SECOND = 100;
const STROKES = 7;
const SAMPLES_PER_STROKE = 200;
/** Of each stroke; painting settles in its first moments as everything else does. */
const WARM_UP = 10;

/**
 * How long after the `timeStamp` of an event its ink was painted (`events`) and the frame that shows it was done
 * (`frames`); and of each sample merged into one (`samples`, to the frame's end).
 */
interface Delays {
  events: number[];
  frames: number[];
  samples: number[];
}

/**
 * From a pen event's `timeStamp` until its ink is painted on the canvas, and until the main thread is done with that frame:
 * without a GPU that is where the browser turns what was painted into pixels. The same hand draws on a bare canvas with
 * nothing but `lineTo` by turns, in the same run. Samples that the browser merges into one event have waited already;
 * theirs is the third figure.
 */
export async function measureInk({ browser, origin }: ServedPage) {
  const context = await browser.newContext({ viewport: DESKTOP, serviceWorkers: "block" });
  await context.addInitScript(collectInk);
  const page = await context.newPage();
  await openNewSketch(page, origin);
  const bare = await context.newPage();
  await bare.route("**/bare", (route) => route.fulfill({ body: BARE_PAGE, contentType: "text/html" }));
  await bare.goto(`${origin}/bare`);

  await page.bringToFront();
  const paper = await boxOf(page, "[data-testid=paper]");
  const bareBox = await boxOf(bare, "canvas");
  const hand = await context.newCDPSession(page);
  const bareHand = await context.newCDPSession(bare);
  // The sketch is made and the first picture there: from now on frames flow while the pen moves.
  await stroke(hand, paper, -1);
  await waitForPictureAfter(page, 0, 30_000);
  await page.evaluate(takeSamples);
  const before = (await shownPicture(page)).shown;
  const ink: Delays = { events: [], frames: [], samples: [] };
  const bareInk: Delays = { events: [], frames: [], samples: [] };
  for (let at = 0; at < STROKES; at++) {
    await page.bringToFront();
    await stroke(hand, paper, at);
    gather(ink, await page.evaluate(takeSamples));
    await bare.bringToFront();
    await stroke(bareHand, bareBox, at);
    gather(bareInk, await bare.evaluate(takeSamples));
  }
  const pictures = (await shownPicture(page)).shown - before;
  await context.close();
  console.log(`\nPen to painted ink, ${pictures} pictures meanwhile`);
  for (const [name, { events, frames, samples }] of [
    ["sketch page", ink],
    ["bare canvas", bareInk],
  ] as const) {
    show(`${name}, painted`, events);
    show(`${name}, frame done`, frames);
    show(`${name}, of each sample`, samples);
  }
  const inkP95Ms = percentile(ink.events, 0.95);
  const bareP95Ms = percentile(bareInk.events, 0.95);
  return {
    inkP50Ms: rounded(percentile(ink.events, 0.5)),
    inkP95Ms: rounded(inkP95Ms),
    inkBareP95Ms: rounded(bareP95Ms),
    inkRatio: rounded(inkP95Ms / bareP95Ms, 2),
    inkFrameP95Ms: rounded(percentile(ink.frames, 0.95)),
    inkBareFrameP95Ms: rounded(percentile(bareInk.frames, 0.95)),
    inkSampleP95Ms: rounded(percentile(ink.samples, 0.95)),
    inkBareSampleP95Ms: rounded(percentile(bareInk.samples, 0.95)),
    inkEvents: ink.events.length,
    inkPictures: pictures,
  };
}

function gather(all: Delays, { events, frames, samples }: Delays): void {
  all.events.push(...events.slice(WARM_UP));
  all.frames.push(...frames.slice(WARM_UP));
  all.samples.push(...samples.slice(WARM_UP));
}

function show(name: string, values: readonly number[]): void {
  const at = (part: number): string => percentile(values, part).toFixed(1);
  console.log(`  ${name.padEnd(28)} p50 ${at(0.5)}  p95 ${at(0.95)}  p99 ${at(0.99)} ms  (${values.length})`);
}

/** In the page: remembers for all that the pen does how long after it the frame that shows it was done. */
function collectInk(): void {
  const delays: Delays = { events: [], frames: [], samples: [] };
  let waiting: Delays = { events: [], frames: [], samples: [] };
  let isAsked = false;
  const { port1, port2 } = new MessageChannel();
  const done: Delays[] = [];
  // A message sent while a frame is being made arrives when it is done.
  port2.addEventListener("message", () => {
    const nowMs = performance.now();
    const { frames, samples } = done.shift() ?? { events: [], frames: [], samples: [] };
    delays.frames.push(...frames.map((stamp) => nowMs - stamp));
    delays.samples.push(...samples.map((stamp) => nowMs - stamp));
  });
  port2.start();
  const seen = (event: Event): void => {
    const move = event as PointerEvent;
    if (move.pointerType !== "pen" || move.buttons === 0) return;
    const merged = move.getCoalescedEvents();
    waiting.frames.push(move.timeStamp);
    for (const { timeStamp } of merged.length ? merged : [move]) waiting.samples.push(timeStamp);
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      const nowMs = performance.now();
      delays.events.push(...waiting.frames.map((stamp) => nowMs - stamp));
      done.push(waiting);
      waiting = { events: [], frames: [], samples: [] };
      port1.postMessage(null);
    });
  };
  // Last of all who hear of it, so that the page has asked for its frame before and has painted when ours comes.
  addEventListener("pointermove", seen);
  const takeInkDelays = (): Delays => ({
    events: delays.events.splice(0),
    frames: delays.frames.splice(0),
    samples: delays.samples.splice(0),
  });
  Object.assign(window, { takeInkDelays });
}

const takeSamples = (): Delays => (window as unknown as { takeInkDelays(): Delays }).takeInkDelays();

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not on the screen.`);
  return box;
}

/** A wave from left to right, in real time: a sample that is late is not waited for, as with a pen. */
async function stroke(cdp: CDPSession, box: Box, line: number): Promise<void> {
  const pen = (type: "mousePressed" | "mouseMoved" | "mouseReleased", at: number) =>
    cdp.send("Input.dispatchMouseEvent", {
      type,
      x: box.x + box.width * (0.1 + (0.8 * at) / SAMPLES_PER_STROKE),
      y: box.y + box.height * (0.3 + 0.12 * line + 0.08 * Math.sin(at / 7)),
      force: type === "mouseReleased" ? 0 : 0.3 + 0.4 * Math.abs(Math.sin(at / 11)),
      button: "left",
      buttons: type === "mouseReleased" ? 0 : 1,
      clickCount: 1,
      pointerType: "pen",
    });
  await pen("mousePressed", 0);
  const startedMs = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let at = 1; at <= SAMPLES_PER_STROKE; at++) {
    const dueMs = startedMs + (at * 1000) / SAMPLES_PER_SECOND;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    sent.push(pen("mouseMoved", at));
  }
  await Promise.all(sent);
  await pen("mouseReleased", SAMPLES_PER_STROKE);
  await new Promise((resolve) => setTimeout(resolve, 300));
}

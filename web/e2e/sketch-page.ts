/** The sketch page as a hand and an eye have it, for end-to-end tests and benches. Points are in page units, 0 to 1024. */
import type { CDPSession, Page } from "playwright-core";
import type { Operation } from "../src/drawing/operation.ts";
import { decodeOperations } from "../src/drawing/parse-operation.ts";

export interface PagePoint {
  x: number;
  y: number;
  /** 0 to 1; only pens and touches have it. */
  force?: number;
}
export interface DrawOptions {
  /** Pause between two samples. */
  stepMs?: number;
  /** Leaves the pen on the page; `liftMouse` or `liftTouch` ends it. */
  keepDown?: boolean;
}
export interface ShownPicture {
  shown: number;
  epoch: number;
  seq: number;
  version: number;
}

const PAGE_SIDE = 1024;
const PAPER = '[data-testid="paper"]';
const PICTURE = '[data-testid="picture"]';
const CHIP = '[data-testid="status-chip"]';
const OPEN = '.sketch-screen[data-phase="new"], .sketch-screen[data-phase="open"]';

/** The landing page, ready for the first stroke. */
export async function openNewSketch(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/`);
  await page.waitForSelector(OPEN);
}

export async function openSketch(page: Page, origin: string, sketchId: string): Promise<void> {
  await page.goto(`${origin}/s/${sketchId}`);
  await page.waitForSelector(OPEN);
}

/** The id in the address, once the sketch has been made. */
export async function waitForSketchId(page: Page, timeoutMs = 10_000): Promise<string> {
  await page.waitForURL(/\/s\/skt_/, { timeout: timeoutMs });
  return sketchIdOf(page) ?? "";
}

export function sketchIdOf(page: Page): string | null {
  return /\/s\/(skt_[^/?#]+)/.exec(page.url())?.[1] ?? null;
}

/** Where a point of the page is on the screen. */
async function toScreen(page: Page, points: readonly PagePoint[]): Promise<PagePoint[]> {
  const box = await page.locator(PAPER).boundingBox();
  if (!box) throw new Error("The canvas is not on the screen.");
  return points.map((point) => ({
    ...point,
    x: box.x + (point.x / PAGE_SIDE) * box.width,
    y: box.y + (point.y / PAGE_SIDE) * box.height,
  }));
}

export async function drawStrokeMouse(
  page: Page,
  points: readonly PagePoint[],
  { stepMs = 8, keepDown = false }: DrawOptions = {},
): Promise<void> {
  const [first, ...rest] = await toScreen(page, points);
  if (!first) return;
  await page.mouse.move(first.x, first.y);
  await page.mouse.down();
  for (const point of rest) {
    await page.mouse.move(point.x, point.y);
    await page.waitForTimeout(stepMs);
  }
  if (!keepDown) await liftMouse(page);
}

export const liftMouse = (page: Page): Promise<void> => page.mouse.up();

export async function drawStrokeTouch(
  page: Page,
  points: readonly PagePoint[],
  { stepMs = 8, keepDown = false }: DrawOptions = {},
): Promise<void> {
  const [first, ...rest] = await toScreen(page, points);
  if (!first) return;
  const cdp = await cdpOf(page);
  const touch = (type: "touchStart" | "touchMove", { x, y, force = 1 }: PagePoint) =>
    cdp.send("Input.dispatchTouchEvent", { type, touchPoints: [{ x, y, force, id: 1 }] });
  await touch("touchStart", first);
  for (const point of rest) {
    await touch("touchMove", point);
    await page.waitForTimeout(stepMs);
  }
  if (!keepDown) await liftTouch(page);
}

export async function liftTouch(page: Page): Promise<void> {
  await (await cdpOf(page)).send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** A stylus: its force is the brush's pressure. `tiltX` in degrees; `barrel`: its button is held. */
export async function drawStrokePen(
  page: Page,
  points: readonly PagePoint[],
  { stepMs = 8, tiltX = 0, barrel = false }: { stepMs?: number; tiltX?: number; barrel?: boolean } = {},
): Promise<void> {
  const screen = await toScreen(page, points);
  const [first] = screen;
  const last = screen.at(-1);
  if (!first || !last) return;
  const cdp = await cdpOf(page);
  const pen = (type: "mousePressed" | "mouseMoved" | "mouseReleased", { x, y, force = 0.5 }: PagePoint) =>
    cdp.send("Input.dispatchMouseEvent", {
      type,
      x,
      y,
      force: type === "mouseReleased" ? 0 : force,
      button: barrel ? "right" : "left",
      buttons: type === "mouseReleased" ? 0 : barrel ? 2 : 1,
      clickCount: 1,
      pointerType: "pen",
      tiltX,
    });
  await pen("mousePressed", first);
  for (const point of screen.slice(1)) {
    await pen("mouseMoved", point);
    await page.waitForTimeout(stepMs);
  }
  await pen("mouseReleased", last);
}

type Fingers = readonly [PagePoint, PagePoint];

/** Two fingers, the second `staggerMs` after the first, go from `from` to `to`. */
export async function pinch(
  page: Page,
  from: Fingers,
  to: Fingers,
  { staggerMs = 40, steps = 8 }: { staggerMs?: number; steps?: number } = {},
): Promise<void> {
  const [a, b, c, d] = await toScreen(page, [...from, ...to]);
  if (!a || !b || !c || !d) return;
  const cdp = await cdpOf(page);
  const between = (start: PagePoint, end: PagePoint, part: number) => ({
    x: start.x + (end.x - start.x) * part,
    y: start.y + (end.y - start.y) * part,
  });
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: PagePoint[]) =>
    cdp.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: points.map(({ x, y }, id) => ({ x, y, id: id + 1 })),
    });
  await touch("touchStart", [a]);
  await page.waitForTimeout(staggerMs);
  await touch("touchStart", [a, b]);
  for (let step = 1; step <= steps; step++) {
    await touch("touchMove", [between(a, c, step / steps), between(b, d, step / steps)]);
    await page.waitForTimeout(8);
  }
  await touch("touchEnd", []);
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();
function cdpOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, known);
  return known;
}

/** The newest picture on screen; `shown` counts those that came live in this visit. */
export async function shownPicture(page: Page): Promise<ShownPicture> {
  const data = await page.locator(PICTURE).evaluate((element) => ({ ...(element as HTMLElement).dataset }));
  return {
    shown: Number(data.shown ?? 0),
    epoch: Number(data.epoch ?? 0),
    seq: Number(data.seq ?? 0),
    version: Number(data.version ?? 0),
  };
}

/** Waits until more pictures than `shownCount` have come. */
export async function waitForPictureAfter(
  page: Page,
  shownCount: number,
  timeoutMs = 15_000,
): Promise<ShownPicture> {
  await page.waitForFunction(
    ([selector, count]) => {
      const element = document.querySelector<HTMLElement>(selector);
      return Number(element?.dataset.shown ?? 0) > count;
    },
    [PICTURE, shownCount] as const,
    { timeout: timeoutMs },
  );
  return shownPicture(page);
}

/** What the status chip says. */
export async function statusText(page: Page): Promise<string> {
  return (await page.locator(CHIP).getAttribute("data-text")) ?? "";
}

export async function statusState(page: Page): Promise<string> {
  return (await page.locator(CHIP).getAttribute("data-state")) ?? "";
}

export async function waitForStatus(page: Page, state: string, timeoutMs = 15_000): Promise<void> {
  await page.waitForSelector(`${CHIP}[data-state="${state}"]`, { timeout: timeoutMs });
}

/** Who holds the pen, seen from this page: you, other, none or unknown. */
export const holder = (page: Page): Promise<string> =>
  page.evaluate(() => document.documentElement.dataset.holder ?? "unknown");

export async function waitForHolder(page: Page, who: string, timeoutMs = 15_000): Promise<void> {
  await page.waitForSelector(`html[data-holder="${who}"]`, { timeout: timeoutMs });
}

/** Takes the pen from another device and waits until this page has it. */
export async function takePen(page: Page): Promise<void> {
  await page.click('[data-testid="take-pen"]');
  await waitForHolder(page, "you");
}

/** The prompt: in its line, or, where there is no room for one, in its sheet; key by key where `keyMs` is given. */
export async function setPrompt(page: Page, prompt: string, keyMs?: number): Promise<void> {
  const opener = page.locator('[data-testid="prompt-open"]');
  const isSheet = await opener.isVisible();
  if (isSheet) await opener.click();
  if (keyMs === undefined) await page.fill("#prompt", prompt);
  else await page.locator("#prompt").pressSequentially(prompt, { delay: keyMs });
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
}

/** A tool button, by the start of its label: Brush, Eraser, Undo, Redo, Clear. */
export async function pressTool(page: Page, label: string): Promise<void> {
  await page.click(`[role="toolbar"] button[aria-label^="${label}"]`);
}

/** From pointer event to painted ink, of the newest input, in ms. */
export async function inkMs(page: Page): Promise<number> {
  return Number((await page.locator(PAPER).getAttribute("data-ink-ms")) ?? NaN);
}

/** How many points of a grid over the page carry ink, as the screen shows it: a cheap print of the drawing. */
export function inkedCells(page: Page, cells = 64): Promise<number> {
  return page.locator(PAPER).evaluate((paper, side) => {
    const scratch = new OffscreenCanvas(side, side);
    const context = scratch.getContext("2d");
    if (!context) return 0;
    context.imageSmoothingQuality = "high";
    for (const canvas of paper.querySelectorAll("canvas")) context.drawImage(canvas, 0, 0, side, side);
    const { data } = context.getImageData(0, 0, side, side);
    let inked = 0;
    for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) inked += 1;
    return inked;
  }, cells);
}

/** The colour that the canvas shows at a point of the page, as `#rrggbb`; images, layers and their looks included. */
export function colourAt(page: Page, { x, y }: PagePoint): Promise<string> {
  return page.locator(PAPER).evaluate(
    (paper, { x, y, side }) => {
      const dot = new OffscreenCanvas(1, 1).getContext("2d");
      if (!dot) return "";
      dot.fillStyle = "#ffffff";
      dot.fillRect(0, 0, 1, 1);
      const canvases = [...paper.querySelectorAll("canvas")];
      for (const canvas of canvases.toSorted((a, b) => Number(a.style.zIndex) - Number(b.style.zIndex))) {
        if (canvas.style.visibility === "hidden") continue;
        dot.globalAlpha = Number(canvas.style.opacity || 1);
        const scale = canvas.width / side;
        dot.drawImage(canvas, -Math.floor(x * scale), -Math.floor(y * scale));
      }
      const [red = 0, green = 0, blue = 0] = dot.getImageData(0, 0, 1, 1).data;
      return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    },
    { x, y, side: PAGE_SIDE },
  );
}

/** The stored stroke log, once it says what is waited for. */
export async function waitForLog(
  page: Page,
  isThere: (operations: Operation[]) => boolean,
  timeoutMs = 8000,
): Promise<Operation[]> {
  const untilMs = performance.now() + timeoutMs;
  const id = await waitForSketchId(page);
  for (;;) {
    const text = await page.evaluate(async (path) => {
      const response = await fetch(path, { cache: "no-store" });
      return response.ok ? response.text() : "";
    }, `/api/sketches/${id}/strokes`);
    const operations = decodeOperations(new TextEncoder().encode(text));
    if (isThere(operations)) return operations;
    if (performance.now() > untilMs) {
      throw new Error(`The log does not say it: ${operations.map((each) => each.op).join(" ")}`);
    }
    await page.waitForTimeout(150);
  }
}

/** A straight way over the page. */
export const straight = (from: PagePoint, to: PagePoint, steps = 20): PagePoint[] =>
  Array.from({ length: steps + 1 }, (_, at) => ({
    x: from.x + ((to.x - from.x) * at) / steps,
    y: from.y + ((to.y - from.y) * at) / steps,
    ...(from.force !== undefined && { force: from.force }),
  }));

/** What people bring: browsers that forbid, clocks that are wrong, other screens, keyboards and pens; and names that are not there. */
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { pagePaths } from "../build/page-paths.ts";
import { htmlProblems } from "@llamasketch/testing/html";
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillLibrary } from "./library-page.ts";
import {
  colourAt,
  drawStrokeMouse,
  drawStrokePen,
  drawStrokeTouch,
  inkedCells,
  openNewSketch,
  sketchIdOf,
  straight,
  waitForSketchId,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

const BAR = straight({ x: 200, y: 300 }, { x: 800, y: 420 });
const SIZE = { viewport: { width: 1280, height: 800 } } as const;

const NO_STORAGE = `for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
for (const name of ["serviceWorker", "locks", "clipboard"])
  Object.defineProperty(Navigator.prototype, name, { get() { throw new DOMException("denied", "SecurityError"); } });`;
const NO_COOKIES = `Object.defineProperty(Navigator.prototype, "cookieEnabled", { get: () => false });`;
const clock = (byMs: number): string => `{ const Own = Date;
  window.Date = class extends Own {
    constructor(...at) { if (at.length) super(...at); else super(Own.now() + ${byMs}); }
    static now() { return Own.now() + ${byMs}; }
  }; }`;
const HOUR_MS = 3_600_000;

interface Brought {
  script?: string;
  isStripped?: boolean;
  says?: string;
}
const BROUGHT: Readonly<Record<string, Brought>> = {
  "nothing special": {},
  "storage that throws": { script: NO_STORAGE, says: "This browser keeps nothing for this page" },
  "cookies that are blocked": { script: NO_COOKIES, isStripped: true, says: "This browser blocks cookies" },
  "cookies that do not come back": { isStripped: true },
  "a clock an hour ahead": { script: clock(HOUR_MS) },
  "a clock an hour behind": { script: clock(-HOUR_MS) },
};

describe.each(Object.entries(BROUGHT))("%s", (name, { script = "", isStripped = false, says }) => {
  it("on every route: it appears, draws, says so once, and nothing goes wrong in the console", async () => {
    const { context, page } = await stage.desktop(SIZE);
    await context.addInitScript(script);
    if (isStripped)
      await context.route("**/api/**", async (route) => {
        await context.clearCookies();
        await route.continue();
      });
    const wrong: string[] = [];
    page.on("console", (said) => said.type() === "error" && wrong.push(`${page.url()} ${said.text()}`));
    page.on("pageerror", (error) => wrong.push(`${page.url()} ${error.message}`));
    const written = new Map<string, string>();
    const shot = name.replaceAll(" ", "-");

    // Before anybody is known here, too.
    for (const path of ["/library", "/credits", "/jobs", "/account/webhooks"]) await appears(page, path);
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, BAR);
    await expect.poll(() => inkedCells(page)).toBeGreaterThan(0);
    if (!isStripped) await waitForSketchId(page);
    if (says) await page.locator(".toast", { hasText: says }).waitFor();
    await stage.shoot(page, `brought-${shot}-1280`);
    const sketch = sketchIdOf(page) ?? "skt_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    for (const path of pagePaths())
      written.set(path, await appears(page, path.replace("$sketchId", sketch).replace("$userId", "usr_1")));
    if (says) {
      expect(await page.locator(".toast", { hasText: says }).count()).toBe(1);
      await page.setViewportSize({ width: 390, height: 844 });
      await stage.shoot(page, `brought-${shot}-390`);
    }
    expect(wrong).toEqual([]);
    // What each page is by then, once: how a browser is stripped changes its words, not its elements.
    if (name === "nothing special")
      for (const [path, html] of written)
        expect({ path, wrong: await htmlProblems(html) }).toEqual({ path, wrong: [] });
    await context.close();
  }, 90_000);
});

it("what is sent as a page is valid before anything runs", async () => {
  for (const path of ["/", "/dev/mail"]) {
    const answer = await fetch(stage.stack.url + path, { headers: { accept: "text/html" } });
    expect({ path, wrong: await htmlProblems(await answer.text()) }).toEqual({ path, wrong: [] });
  }
});

/** What nobody knows cannot be opened where nobody is known: all else is there. */
async function appears(page: Page, path: string): Promise<string> {
  await page.goto(path, { waitUntil: "load" });
  expect((await page.locator("main, .sketch-screen").first().innerText()).trim().length).toBeGreaterThan(0);
  return `<!doctype html>${await page.locator("html").evaluate((root) => root.outerHTML)}`;
}

it("clocks an hour and eleven minutes off: one price in 15 seconds, and what was just made is from now", async () => {
  const quotes = await Promise.all(
    [-HOUR_MS, -11 * 60_000, 11 * 60_000, HOUR_MS].map(async (byMs) => {
      const { context, page } = await stage.desktop(SIZE);
      await context.addInitScript(clock(byMs));
      await fillLibrary(page, stage.stack.url, ["fresh"]);
      await page.goto("/sketches");
      const time = page.locator("[data-sketch] time");
      await expect.poll(() => time.innerText()).toMatch(/^(now|1 minute ago)$/);
      await page.goto("/generate");
      await page.getByLabel("Prompt").first().fill("a lighthouse");
      await page.locator('[data-testid="quote"][data-units]').waitFor();
      let asked = 0;
      page.on("request", (request) => request.url().endsWith("/quotes") && (asked += 1));
      await page.waitForTimeout(15_000);
      await context.close();
      return asked;
    }),
  );
  expect(Math.max(...quotes)).toBeLessThanOrEqual(1);
}, 90_000);

const sharpness = (page: Page): Promise<number[]> =>
  page
    .locator("canvas.page-layer")
    .evaluateAll((all) => all.map((each) => (each as HTMLCanvasElement).width));

it("a screen twice as fine: the canvas is too, with all its ink, and back", async () => {
  const { context, page } = await stage.desktop(SIZE);
  const wrong: string[] = [];
  page.on("pageerror", ({ message }) => wrong.push(message));
  const below = straight({ x: 200, y: 700 }, { x: 800, y: 700 });
  await openNewSketch(page, stage.stack.url);
  for (const bar of [BAR, below]) await drawStrokeMouse(page, bar);
  const cells = await inkedCells(page);
  const inks = (): Promise<string[]> =>
    Promise.all([BAR[10], below[10]].map((point) => colourAt(page, point ?? { x: 0, y: 0 })));
  const ink = await inks();
  expect(new Set([...ink, "#ffffff"]).size).toBe(2);
  expect(new Set(await sharpness(page))).toEqual(new Set([1024]));
  const devtools = await context.newCDPSession(page);
  // This Chromium tells nobody of it: the next stroke finds out.
  const screen = async (deviceScaleFactor: number, sidePx: number): Promise<void> => {
    const metrics = { ...SIZE.viewport, deviceScaleFactor, mobile: false };
    await devtools.send("Emulation.setDeviceMetricsOverride", metrics);
    await drawStrokeMouse(page, below);
    await expect.poll(async () => [...new Set(await sharpness(page))]).toEqual([sidePx]);
    expect(await inks()).toEqual(ink);
  };
  await screen(2, 1600);
  await screen(1, 1024);
  // Strokes over strokes have edges a little wider.
  expect(Math.abs((await inkedCells(page)) - cells)).toBeLessThan(5);
  expect(wrong).toEqual([]);
  await context.close();
}, 40_000);

interface Pressed {
  key: string;
  code: string;
  modifiers?: number;
  keyCode?: number;
}
const [ALT, CTRL, SHIFT] = [1, 2, 8];

async function press(
  devtools: CDPSession,
  { key, code, modifiers = 0, keyCode = 0 }: Pressed,
): Promise<void> {
  const event = { key, code, modifiers, windowsVirtualKeyCode: keyCode };
  await devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...event });
  await devtools.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
}

const tool = (page: Page): Promise<string> =>
  page
    .locator('.sketch-tools [aria-pressed="true"]')
    .first()
    .getAttribute("aria-label")
    .then((label) => label ?? "");

it("keys of other alphabets, signs of a third level, and keys of an input method, by the devtools protocol", async () => {
  const { context, page } = await stage.desktop(SIZE);
  const devtools = await context.newCDPSession(page);
  await openNewSketch(page, stage.stack.url);
  await drawStrokeMouse(page, BAR);
  const cells = await inkedCells(page);
  const TOOLS: readonly (readonly [key: string, code: string, tool: RegExp])[] = [
    ["у", "KeyE", /^Eraser/],
    ["и", "KeyB", /^Brush/],
    ["ث", "KeyE", /^Eraser/],
    ["نل", "KeyB", /^Brush/],
    ["ε", "KeyE", /^Eraser/],
    ["נ", "KeyB", /^Brush/],
    ["ㄍ", "KeyE", /^Eraser/],
    ["ㅠ", "KeyB", /^Brush/],
    ["e", "KeyD", /^Eraser/],
    ["b", "KeyN", /^Brush/],
  ];
  for (const [key, code, label] of TOOLS) {
    await press(devtools, { key, code });
    await expect.poll(() => tool(page), { message: key }).toMatch(label);
  }
  await press(devtools, { key: "я", code: "KeyZ", modifiers: CTRL });
  await expect.poll(() => inkedCells(page)).toBe(0);
  await press(devtools, { key: "Я", code: "KeyZ", modifiers: CTRL | SHIFT });
  await expect.poll(() => inkedCells(page)).toBe(cells);
  // As Windows tells of AltGr.
  const size = (): Promise<string> =>
    page
      .getByRole("button", { name: /^Brush size/ })
      .first()
      .innerText()
      .catch(() => "");
  const before = await size();
  await press(devtools, { key: "]", code: "Digit9", modifiers: ALT | CTRL });
  if (before) await expect.poll(size).not.toBe(before);
  await press(devtools, { key: "e", code: "KeyE", modifiers: ALT });
  expect(await tool(page)).toMatch(/^Brush/);
  await press(devtools, { key: "Process", code: "KeyE", keyCode: 229 });
  expect(await tool(page)).toMatch(/^Brush/);

  // What is composed, its Enter and its Escape are the input method's; the keys after it are the page's again.
  const prompt = page.locator("#prompt");
  await prompt.focus();
  for (const text of ["か", "かが", "かがみ"])
    await devtools.send("Input.imeSetComposition", {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  await press(devtools, { key: "Enter", code: "Enter", keyCode: 229 });
  await press(devtools, { key: "Escape", code: "Escape", keyCode: 27 });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("prompt");
  await devtools.send("Input.insertText", { text: "鏡" });
  expect(await prompt.inputValue()).toBe("鏡");
  await page.waitForTimeout(100);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).not.toBe("prompt");
  await context.close();
}, 60_000);

it("after a pen, a finger says once why it does not draw", async () => {
  const { context, page } = await stage.screen(1024, 768, true);
  await openNewSketch(page, stage.stack.url);
  await drawStrokePen(page, BAR);
  const cells = await inkedCells(page);
  await page.waitForTimeout(700);
  await drawStrokeTouch(page, straight({ x: 300, y: 700 }, { x: 700, y: 700 }));
  const said = page.getByText("fingers only move the page");
  await said.waitFor();
  await stage.shoot(page, "brought-pen-then-finger");
  expect(await inkedCells(page)).toBe(cells);
  await page.getByRole("button", { name: "Got it" }).click();
  await drawStrokeTouch(page, straight({ x: 300, y: 600 }, { x: 700, y: 600 }));
  await page.waitForTimeout(200);
  expect(await said.count()).toBe(0);
  await context.close();
}, 40_000);

it("keys in a grid go by where they are moving to, and by the one after what went", async () => {
  const { context, page } = await stage.desktop(SIZE);
  const titles = Array.from({ length: 60 }, (_, at) => `sketch ${at}`);
  const ids = await fillLibrary(page, stage.stack.url, titles);
  await page.goto("/sketches");
  await page.locator("[data-sketch]").first().waitFor();
  const at = (): Promise<string> =>
    page.evaluate(() => document.activeElement?.querySelector("[data-testid=card-title]")?.textContent ?? "");
  await page.keyboard.press("ArrowRight");
  await expect.poll(at).toBe("sketch 59");
  // Faster than the focus can follow.
  await page.evaluate(async () => {
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"]) {
      const event = new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
  const columns = await page.evaluate(() => {
    const tops = [...document.querySelectorAll("[data-place]")].map(
      (place) => place.getBoundingClientRect().top,
    );
    return tops.filter((top) => Math.abs(top - Math.min(...tops)) < 1).length;
  });
  await expect.poll(at).toBe(`sketch ${59 - 1 - columns}`);
  // Deleted by another device, and found out at the next look.
  const gone = ids[59 - 1 - columns];
  await page.evaluate((id) => fetch(`/api/sketches/${id}`, { method: "DELETE" }), gone);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await expect.poll(at).toBe(`sketch ${59 - 2 - columns}`);
  // Two toasts, each with its own name.
  for (const key of ["Delete", "Delete"]) await page.keyboard.press(key);
  await expect
    .poll(() => page.getByRole("button", { name: /^Undo: “sketch \d+” is not to be deleted$/ }).count())
    .toBe(2);
  await stage.shoot(page, "brought-two-undos");
  await context.close();
}, 60_000);

describe("what is not there", () => {
  /** By hand: what fetches here says itself how it fetches. */
  const ask = async (path: string, headers: Record<string, string>) => {
    const asked = get(new URL(path, stage.stack.url), { headers: { "sec-fetch-mode": "cors", ...headers } });
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    return { status: answer.statusCode, cache: answer.headers["cache-control"], text: await text(answer) };
  };

  it("all that the page names is, with its own type; what it does not is 404 and nobody keeps it", async () => {
    const seen = new Map<string, string>();
    const waiting = ["/"];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path)) continue;
      const answer = await fetch(new URL(path, stage.stack.url));
      const type = answer.headers.get("content-type") ?? "";
      seen.set(path, `${answer.status} ${type}`);
      if (!/text|json|javascript/.test(type)) continue;
      const body = await answer.text();
      const named = body.matchAll(
        /(?:(?:href|src|content)="|url\(["']?)((?:https?:\/\/[^/"')]+)?\/[\w./-]+\.\w+)["')]/g,
      );
      const bundled = body.matchAll(
        /["'`(](?:\.\/|\/?assets\/)([\w.-]+\.(?:js|css|woff2|png|svg|jpg|webp))["'`)]/g,
      );
      const icons = body.matchAll(/"src": ?"(\/[^"]+)"/g);
      for (const [, name = ""] of [...named, ...icons])
        if (
          new URL(name, stage.stack.url).origin === new URL(stage.stack.url).origin ||
          name.endsWith("og.jpg")
        )
          waiting.push(new URL(name, stage.stack.url).pathname);
      for (const [, name = ""] of bundled) waiting.push(`/assets/${name}`);
    }
    const kinds: Readonly<Record<string, string>> = {
      js: "text/javascript",
      css: "text/css",
      svg: "image/svg+xml",
      png: "image/png",
      jpg: "image/jpeg",
      woff2: "font/woff2",
      webmanifest: "application/manifest+json",
    };
    const bad = [...seen].filter(([path, found]) => {
      const kind = kinds[path.split(".").at(-1) ?? ""];
      return !found.startsWith("200") || (kind !== undefined && !found.includes(kind));
    });
    expect(bad).toEqual([]);
    expect(seen.size).toBeGreaterThan(30);
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining(["/og.jpg", "/manifest.webmanifest", "/favicon.svg"]),
    );
    const page = await (await fetch(stage.stack.url)).text();
    expect(page).toContain(`property="og:image" content="${stage.stack.url}/og.jpg"`);

    for (const known of [...seen.keys()].filter((path) => path.startsWith("/assets/")).slice(0, 10)) {
      const old = known.replace(/(\.\w+)$/, "-0ld$1");
      const answer = await ask(old, { accept: "*/*" });
      expect([old, answer.status, answer.cache]).toEqual([old, 404, "no-store"]);
      const navigated = await ask(old, { "sec-fetch-mode": "navigate", accept: "text/html" });
      expect([old, navigated.status, navigated.cache]).toEqual([old, 404, "no-store"]);
    }
    for (const path of pagePaths()) {
      const address = path.replace(/\$\w+/, "some_1");
      const answer = await ask(address, { "sec-fetch-mode": "navigate", accept: "text/html" });
      expect([address, answer.status]).toEqual([address, 200]);
    }
    const nowhere = await ask("/nowhere/at/all", { "sec-fetch-mode": "navigate", accept: "text/html" });
    expect([nowhere.status, nowhere.cache]).toEqual([404, "no-store"]);
    expect(nowhere.text).toContain('<div id="root">');
  }, 60_000);

  it("a browser that keeps the page for a file asks again, and is well", async () => {
    const { context, page } = await stage.desktop({ ...SIZE, serviceWorkers: "allow" });
    const [asset = ""] = [
      ...(await (await fetch(stage.stack.url)).text()).matchAll(/\/assets\/[\w.-]+\.js/g),
    ].map(([name]) => name);
    await page.goto("/");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.evaluate(async (asset) => {
      const [name = ""] = (await caches.keys()).filter((each) => each.startsWith("shell-"));
      const bad = new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
      await (await caches.open(name)).put(asset, bad);
    }, asset);
    await page.reload();
    await page.waitForSelector(".sketch-screen");
    const kept = await page.evaluate(
      async (asset) => (await caches.match(asset))?.headers.get("content-type"),
      asset,
    );
    expect(kept).toContain("javascript");
    await context.close();
  }, 40_000);
});

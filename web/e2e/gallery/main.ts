/**
 * `npm run screenshots`: every page on every screen, as JPEG into `docs/images/screens`.
 * Look at each: what a test cannot see is what they are for.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "@llamasketch/testing";
import type { Browser, Page } from "playwright-core";
import { root, startStack } from "../../../scripts/stack.ts";
import { makeCreations } from "../creations-page.ts";
import { settled } from "../picture-view.ts";
import { drawStrokeMouse, drawStrokePen, drawStrokeTouch, openNewSketch, setPrompt } from "../sketch-page.ts";
import { LIGHTHOUSE, drawAll } from "./scene.ts";
import { SCREENS, type Screen } from "./screens.ts";

const HANDS = { mouse: drawStrokeMouse, pen: drawStrokePen, touch: drawStrokeTouch };
const QUALITY = 82;
const MADE_WITHIN_MS = 60_000;
const CREATIONS = [
  "a red house in the snow",
  "green hills, gouache",
  "two boats at dusk",
  "a lighthouse, storm",
];

async function shoot(page: Page, folder: string, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: "jpeg", quality: QUALITY });
}

async function visit(browser: Browser, url: string, folder: string, screen: Screen): Promise<void> {
  const context = await browser.newContext({ baseURL: url, ...screen.options });
  const page = await context.newPage();
  await openNewSketch(page, url);
  await page.waitForTimeout(400);
  await shoot(page, folder, `first-visit-${screen.name}`);
  await setPrompt(page, "a lighthouse at dusk, gouache");
  await drawAll(page, LIGHTHOUSE, HANDS[screen.hand], { stepMs: 6, betweenMs: 120 });
  await settled(page);
  await page.waitForTimeout(6_000);
  await shoot(page, folder, `sketch-${screen.name}`);
  await page.goto("/sketches");
  await page.locator("article, [data-sketch]").first().waitFor();
  await page.waitForTimeout(800);
  await shoot(page, folder, `library-${screen.name}`);
  await queued(page, (name) => shoot(page, folder, `${name}-${screen.name}`));
  await makeCreations(page, url, CREATIONS);
  await page.goto("/library");
  await page.locator("[data-creation] img:not([data-blur])").last().waitFor();
  await page.waitForTimeout(1_500);
  await shoot(page, folder, `creations-${screen.name}`);
  await page.locator("[data-creation]").first().click();
  await page.getByTestId("whole-picture").waitFor();
  await page.waitForTimeout(800);
  await shoot(page, folder, `creation-${screen.name}`);
  await context.close();
  console.log(`  ${screen.name}`);
}

/** Asks for a picture in the queue, and looks at it and at the list. */
async function queued(page: Page, shoot: (name: string) => Promise<void>): Promise<void> {
  await page.goto("/generate");
  await page.getByRole("combobox", { name: "Prompt" }).fill("a lighthouse at dusk, gouache");
  await page.keyboard.press("Escape");
  await page.locator('[data-testid="generate"]:not([disabled])').click();
  await page.locator('[data-testid="job"][data-state="succeeded"]').waitFor({ timeout: MADE_WITHIN_MS });
  await page.getByTestId("results").locator("img").first().scrollIntoViewIfNeeded();
  await page.waitForTimeout(800);
  await shoot("generate");
  await page.goto("/jobs");
  await page.getByTestId("job-row").first().waitFor();
  await page.waitForTimeout(800);
  await shoot("jobs");
}

const folder = join(root, "docs/images/screens");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const stateDir = join(root, ".tmp", `screenshots-${process.pid}`);
const stack = await startStack({ port: 0, stateDir, painter: true, log: () => undefined });
const { browser, close } = await launchBrowser(join(root, ".tmp"));
try {
  for (const screen of SCREENS) await visit(browser, stack.url, folder, screen);
} finally {
  await close();
  await stack.stop();
  rmSync(stateDir, { recursive: true, force: true });
}

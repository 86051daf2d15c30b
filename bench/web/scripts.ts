import { gzipSync } from "node:zlib";
import type { Response } from "playwright-core";
import { openNewSketch } from "../../web/e2e/sketch-page.ts";
import { DESKTOP, rounded, type ServedPage } from "./served-page.ts";

/** The page is given this long to fetch more by itself before anybody draws. */
const QUIET_MS = 3000;

/**
 * JavaScript that comes before the first stroke: every script and worker on the network until then, gzipped. The service
 * worker is left out: it is fetched after the page has loaded, and what it keeps for later is no part of the first page.
 */
export async function measureScripts({ browser, origin }: ServedPage) {
  const context = await browser.newContext({ viewport: DESKTOP, serviceWorkers: "block" });
  const page = await context.newPage();
  const scripts: Promise<{ name: string; bytes: number }>[] = [];
  page.on("response", (response) => {
    if (response.headers()["content-type"]?.includes("javascript")) scripts.push(sized(response));
  });
  await openNewSketch(page, origin);
  await page.waitForTimeout(QUIET_MS);
  const before = await Promise.all(scripts);
  await context.close();
  console.log("\nJavaScript before the first stroke, gzip");
  for (const { name, bytes } of before) console.log(`  ${(bytes / 1024).toFixed(1).padStart(7)} KB  ${name}`);
  const bytes = before.reduce((sum, script) => sum + script.bytes, 0);
  return { sketchJsKb: rounded(bytes / 1024) };
}

async function sized(response: Response): Promise<{ name: string; bytes: number }> {
  const body = await response.body();
  return { name: new URL(response.url()).pathname, bytes: gzipSync(body).length };
}

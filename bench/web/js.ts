import { gzipSync } from "node:zlib";
import type { BrowserContext } from "playwright-core";

/** After the page is quiet, this long is given to whatever it fetches ahead. */
const IDLE_MS = 2000;

/** KB of JavaScript, gzip, that the landing page has fetched before anybody draws: files and what stands in the page itself. */
export async function measureJs(context: BrowserContext, origin: string): Promise<number> {
  const page = await context.newPage();
  const bodies = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (/javascript/.test(type) && response.ok()) bodies.set(response.url(), response.body());
  });
  await page.goto(`${origin}/`);
  await page.waitForSelector('.sketch-screen[data-phase="new"]');
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(IDLE_MS);
  const inline = await page.evaluate(() =>
    [...document.querySelectorAll("script:not([src])")].map(({ textContent }) => textContent ?? ""),
  );
  let bytes = inline.reduce((sum, text) => sum + gzipSync(text).length, 0);
  for (const [url, body] of bodies) {
    const size = gzipSync(await body).length;
    bytes += size;
    console.log(`  ${new URL(url).pathname}: ${(size / 1024).toFixed(1)} KB gzip`);
  }
  await page.close();
  return Number((bytes / 1024).toFixed(1));
}

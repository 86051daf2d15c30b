import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openNewSketch } from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

const JAVASCRIPT_MAX_BYTES = 170_000;
/** Whatever the page fetches by itself while nobody draws. */
const IDLE_MS = 1500;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

it("needs at most 170 KB of JavaScript before the first stroke", { timeout: 30_000 }, async () => {
  const { context, page } = await stage.desktop();
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith(".js") && response.request().serviceWorker() === null) bodies.push(response.body());
  });
  await openNewSketch(page, stage.stack.url);
  await page.waitForTimeout(IDLE_MS);
  const bytes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(JAVASCRIPT_MAX_BYTES);
  await context.close();
});

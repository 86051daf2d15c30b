import { percentile } from "@llamasketch/headless";
import type { BrowserContext, Page } from "playwright-core";

const SAMPLES = 600;
const STEP_MS = 9;
const BARE_PAGE = `<canvas id="bare" width="900" height="900" style="position:fixed;inset:0"></canvas><script>
const canvas = document.querySelector("canvas"), context = canvas.getContext("2d");
let asked = 0, atMs = 0, last = null;
addEventListener("pointermove", (event) => {
  if (last) { context.beginPath(); context.lineWidth = 8; context.moveTo(...last); context.lineTo(event.clientX, event.clientY); context.stroke(); }
  last = [event.clientX, event.clientY];
  if (asked) return;
  atMs = event.timeStamp;
  asked = requestAnimationFrame(() => { asked = 0; canvas.dataset.inkMs = (performance.now() - atMs).toFixed(1); });
});</script>`;

/** From a pointer event to the frame that shows its ink, while pictures come in; and of a bare canvas, for comparison. */
export async function measureInk(
  context: BrowserContext,
  origin: string,
): Promise<{ inkP95Ms: number; bareInkP95Ms: number }> {
  const bare = await context.newPage();
  await bare.setContent(BARE_PAGE);
  const bareMs = await draw(bare, "#bare");
  await bare.close();
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.waitForSelector('.sketch-screen[data-phase="new"]');
  // What the first stroke fetches is not what is measured.
  await draw(page, '[data-testid="paper"]', 60);
  const inkMs = await draw(page, '[data-testid="paper"]');
  await page.close();
  const p = (list: readonly number[], share: number): number =>
    Number((percentile(list, share) ?? NaN).toFixed(1));
  console.log(
    `  ink: ${inkMs.length} samples, p50 ${p(inkMs, 0.5)} ms, p95 ${p(inkMs, 0.95)} ms, p99 ${p(inkMs, 0.99)} ms; bare canvas p50 ${p(bareMs, 0.5)} ms, p95 ${p(bareMs, 0.95)} ms`,
  );
  return { inkP95Ms: p(inkMs, 0.95), bareInkP95Ms: p(bareMs, 0.95) };
}

async function draw(page: Page, selector: string, samples = SAMPLES): Promise<number[]> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error("The canvas is not on the screen.");
  await page.locator(selector).evaluate((element) => {
    const seen: number[] = [];
    Object.assign(globalThis, { seen });
    const look = new MutationObserver(() => seen.push(Number((element as HTMLElement).dataset.inkMs)));
    look.observe(element, { attributeFilter: ["data-ink-ms"] });
  });
  const at = (turn: number): [number, number] => [
    box.x + box.width * (0.5 + 0.4 * Math.sin(turn / 17)),
    box.y + box.height * (0.5 + 0.4 * Math.sin(turn / 23)),
  ];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let turn = 1; turn <= samples; turn++) {
    await page.mouse.move(...at(turn));
    await page.waitForTimeout(STEP_MS);
  }
  await page.mouse.up();
  return page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);
}

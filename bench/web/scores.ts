import lighthouse, { type Config, type Flags, type RunnerResult } from "lighthouse";
import { computeMedianRun } from "lighthouse/core/lib/median-run.js";
import { chromium } from "playwright-core";
import { rounded, type ServedPage } from "./served-page.ts";

const RUNS = 3;
const SKETCHES = 24;
const CATEGORIES = {
  performance: "performance",
  accessibility: "accessibility",
  "best-practices": "bestPractices",
  seo: "seo",
} as const;

interface Audit {
  id: string;
  title: string;
  score: number | null;
  scoreDisplayMode: string;
}
type Scores = Record<(typeof CATEGORIES)[keyof typeof CATEGORIES], number>;

/** Lighthouse's mobile preset: a slow phone on a slow network. The median of three runs, by its own rule. */
export async function measureScores({ origin, debugPort }: ServedPage) {
  await fillLibrary(origin, debugPort);
  console.log(`\nLighthouse, median of ${RUNS}`);
  const sketch = await scoresOf(`${origin}/`, debugPort);
  const library = await scoresOf(`${origin}/sketches`, debugPort);
  return { sketch, library };
}

async function scoresOf(url: string, port: number): Promise<Scores> {
  const results: RunnerResult["lhr"][] = [];
  for (let run = 0; run < RUNS; run++) {
    const flags: Flags = { port, logLevel: "error", output: "json", onlyCategories: Object.keys(CATEGORIES) };
    const config: Config = { extends: "lighthouse:default" };
    const result = await lighthouse(url, flags, config);
    if (!result || result.lhr.runtimeError)
      throw new Error(`Lighthouse did not finish: ${result?.lhr.runtimeError?.message}`);
    results.push(result.lhr);
  }
  const median = computeMedianRun(results);
  const scores = Object.fromEntries(
    Object.entries(CATEGORIES).map(([id, name]) => [
      name,
      rounded((median.categories[id]?.score ?? 0) * 100, 0),
    ]),
  ) as Scores;
  const metric = (id: string): string => median.audits[id]?.displayValue ?? "";
  console.log(`  ${new URL(url).pathname.padEnd(10)} ${JSON.stringify(scores)}`);
  console.log(
    `             first paint ${metric("first-contentful-paint")}, largest ${metric("largest-contentful-paint")}, blocked ${metric("total-blocking-time")}, shift ${metric("cumulative-layout-shift")}`,
  );
  for (const { id, title, score, scoreDisplayMode } of Object.values<Audit>(median.audits))
    if (score !== null && score < 0.9 && scoreDisplayMode !== "informative")
      console.log(`             ${id}: ${title} (${score})`);
  return scores;
}

/** Sketches with covers, of whoever the browser is by itself: Lighthouse opens its pages as the same person. */
async function fillLibrary(origin: string, debugPort: number): Promise<void> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${debugPort}`);
  const [context] = browser.contexts();
  if (!context) throw new Error("The browser has no window of its own.");
  const page = await context.newPage();
  await page.goto(`${origin}/robots.txt`);
  await page.evaluate(async (count) => {
    const headers = { "content-type": "application/json" };
    for (let at = 0; at < count; at++) {
      const body = JSON.stringify({ title: `Sketch ${at + 1}`, settings: { prompt: "a hill, gouache" } });
      const made = (await (await fetch("/api/sketches", { method: "POST", headers, body })).json()) as {
        id: string;
      };
      const canvas = new OffscreenCanvas(400, 400);
      const context = canvas.getContext("2d");
      if (!context) return;
      for (let band = 0; band < 8; band++) {
        context.fillStyle = `hsl(${(at * 31 + band * 12) % 360} 55% ${30 + band * 6}%)`;
        context.fillRect(0, band * 50, 400, 50);
      }
      const image = await canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
      const blur = encodeURIComponent("1QcSHQRnh493V4dIh4eXh1h4kJUI");
      await fetch(`/api/sketches/${made.id}/cover?blur=${blur}`, {
        method: "PUT",
        headers: { "content-type": "image/webp" },
        body: image,
      });
    }
  }, SKETCHES);
  await page.close();
  await browser.close();
}

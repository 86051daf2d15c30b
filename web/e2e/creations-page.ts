/** What the queue makes, without a hand. */
import type { Page } from "playwright-core";

/** Pictures of these words by the built-in painter, the last one newest; resolves when all are there. */
export async function makeCreations(page: Page, origin: string, prompts: readonly string[]): Promise<void> {
  await page.goto(`${origin}/nowhere`);
  await page.evaluate(async (prompts) => {
    for (const prompt of prompts) {
      const body = JSON.stringify({ prompt, widthPx: 512, heightPx: 512, quality: "draft", seed: 7 });
      const headers = { "content-type": "application/json" };
      const answer = await fetch("/api/v1/generations", { method: "POST", headers, body });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    }
    for (let tries = 0; tries < 200; tries++) {
      const answer = await fetch("/api/v1/generations?results=true&limit=100");
      const { generations } = (await answer.json()) as { generations: unknown[] };
      if (generations.length >= prompts.length) return;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    throw new Error("they were not made in time");
  }, prompts);
}

/** "My sketches" as a hand and an eye have it. */
import type { Page } from "playwright-core";

/** Sketches made without a hand, the last one newest. */
export async function fillLibrary(page: Page, origin: string, titles: readonly string[]): Promise<string[]> {
  await page.goto(`${origin}/nowhere`);
  return page.evaluate(async (titles) => {
    const ids: string[] = [];
    for (const title of titles) {
      const body = JSON.stringify({ title });
      const headers = { "content-type": "application/json" };
      const made = await fetch("/api/sketches", { method: "POST", headers, body });
      ids.push(((await made.json()) as { id: string }).id);
    }
    return ids;
  }, titles);
}

/** Names of the cards on the page, in their order. */
export const cards = (page: Page): Promise<string[]> =>
  page
    .locator("[data-sketch]")
    .evaluateAll((links) =>
      links
        .toSorted((a, b) => Number(a.closest("li")?.ariaPosInSet) - Number(b.closest("li")?.ariaPosInSet))
        .map((link) => link.querySelector("[data-testid=card-title]")?.textContent ?? ""),
    );

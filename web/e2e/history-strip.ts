/** The history's side of the sketch page, for end-to-end tests. */
import type { Page } from "playwright-core";

const STRIP = '[data-testid="history"]';

/** How many kept pictures the page knows. */
export const historyCount = async (page: Page): Promise<number> =>
  Number((await page.locator(STRIP).getAttribute("data-count")) ?? 0);

export async function waitForHistory(page: Page, count: number, timeoutMs = 15_000): Promise<void> {
  await page.waitForFunction(
    ([selector, wanted]) =>
      Number(document.querySelector<HTMLElement>(selector)?.dataset.count ?? 0) >= wanted,
    [STRIP, count] as const,
    { timeout: timeoutMs },
  );
}

/** Ids of the pictures in sight, newest first. */
export const visibleEntries = (page: Page): Promise<string[]> =>
  page
    .locator(`${STRIP} [data-picture]`)
    .evaluateAll((entries) =>
      entries
        .toSorted((a, b) => Number(a.getAttribute("aria-posinset")) - Number(b.getAttribute("aria-posinset")))
        .map((entry) => entry.getAttribute("data-picture") ?? ""),
    );

/** Id of the picture that is looked at; null is now. */
export const viewedEntry = async (page: Page): Promise<string | null> => {
  const entry = page.locator(`${STRIP} [aria-selected="true"]`);
  return (await entry.count()) ? entry.getAttribute("data-picture") : null;
};

/** Waits until picture and drawing of the entry that is looked at are both on the screen. */
export async function waitForViewed(page: Page, pictureId: string): Promise<void> {
  await page.waitForSelector(`[data-testid="viewed-picture"][data-picture="${pictureId}"]`);
  await page.waitForSelector('[data-testid="viewed-canvas"][data-state="shown"]');
}

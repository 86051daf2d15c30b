/** The picture's side of the sketch page, for end-to-end tests. */
import type { Page } from "playwright-core";
import { shownPicture, waitForSketchId } from "./sketch-page.ts";

const SAMPLE_SIDE = 64;

/** Colours of the picture pane as the screen shows it, red, green, blue, alpha by turns, on a 64 × 64 grid. */
export async function paneColours(
  page: Page,
  selector = ".sketch-pane-picture .sketch-square",
): Promise<number[]> {
  const png = await page.locator(selector).screenshot();
  return page.evaluate(
    async ([base64, side]) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context = new OffscreenCanvas(side, side).getContext("2d");
      if (!context) return [];
      context.drawImage(bitmap, 0, 0, side, side);
      return [...context.getImageData(0, 0, side, side).data];
    },
    [png.toString("base64"), SAMPLE_SIDE] as const,
  );
}

/** Mean difference of two samples, 0 to 255. */
export function difference(before: readonly number[], after: readonly number[]): number {
  let sum = 0;
  for (const [at, value] of before.entries()) sum += Math.abs(value - (after[at] ?? 0));
  return sum / Math.max(1, before.length);
}

/** Waits until no newer picture has come for a second. */
export async function settled(page: Page): Promise<void> {
  let last = -1;
  for (let quiet = 0; quiet < 4;) {
    await page.waitForTimeout(250);
    const { seq } = await shownPicture(page);
    quiet = seq === last ? quiet + 1 : 0;
    last = seq;
  }
}

/** Waits for variations 1 to `count`. */
export async function waitForVariations(page: Page, count: number, timeoutMs = 15_000): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelectorAll("[data-variation]").length >= wanted,
    count,
    {
      timeout: timeoutMs,
    },
  );
}

export const variationCount = (page: Page): Promise<number> => page.locator("[data-variation]").count();

/** Waits until the final stands so: none, sending, queued, making or shown. */
export async function waitForFinal(page: Page, state: string): Promise<void> {
  await page.waitForSelector(`[data-testid="final"][data-state="${state}"]`, { timeout: 60_000 });
}

/** Asks for the present canvas as a final, and waits until it is queued. */
export async function askForFinal(page: Page): Promise<void> {
  await page.getByTestId("final").click();
  await page.locator('[data-testid="final-ask"]:enabled').click();
  await page.getByTestId("final-progress").waitFor();
  await page.waitForSelector('[data-testid="final"]:not([data-state="sending"])');
  await page.keyboard.press("Escape");
}

/** Finals that the sketch's history has. */
export async function finalsKept(page: Page): Promise<number> {
  const id = await waitForSketchId(page);
  return page.evaluate(async (sketchId) => {
    const { pictures } = (await (await fetch(`/api/sketches/${sketchId}/pictures`)).json()) as {
      pictures: { kind: string }[];
    };
    return pictures.filter(({ kind }) => kind === "final").length;
  }, id);
}

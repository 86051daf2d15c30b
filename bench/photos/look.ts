/** What is seen in a file, by a decoder that has no part in the product: a browser's. */
import { COLUMNS, SQUARES } from "@llamasketch/testing/photos";
import type { Browser, Page } from "playwright-core";

export interface Seen {
  widthPx: number;
  heightPx: number;
  /** Red, green and blue of each square's middle, on white paper, 0 to 255. */
  squares: number[][];
}

export class Looker {
  readonly #page: Page;
  private constructor(page: Page) {
    this.#page = page;
  }

  static async open(browser: Browser): Promise<Looker> {
    const page = await browser.newPage();
    await page.addScriptTag({ content: `window.seenIn = ${seenIn.toString()}` });
    return new Looker(page);
  }

  /** Null where it cannot be decoded. */
  look(bytes: Uint8Array): Promise<Seen | null> {
    return this.#page.evaluate(
      async ({ base64, columns, count }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes])).catch(() => null);
        return bitmap && window.seenIn(bitmap, bitmap.width, bitmap.height, columns, count);
      },
      { base64: Buffer.from(bytes).toString("base64"), columns: COLUMNS, count: SQUARES },
    );
  }
}

declare global {
  interface Window {
    seenIn: typeof seenIn;
  }
}

/** Runs in a page: knows nothing but what it is given. */
export function seenIn(
  source: CanvasImageSource,
  widthPx: number,
  heightPx: number,
  columns: number,
  count: number,
): Seen {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, widthPx, heightPx);
  context.drawImage(source, 0, 0, widthPx, heightPx);
  const rows = count / columns;
  const [across, down] = [widthPx / columns, heightPx / rows];
  const part = Math.max(1, Math.floor(Math.min(across, down) / 5));
  const squares = Array.from({ length: count }, (_, at) => {
    const x = Math.round(((at % columns) + 0.5) * across - part / 2);
    const y = Math.round((Math.floor(at / columns) + 0.5) * down - part / 2);
    const { data } = context.getImageData(x, y, part, part);
    return [0, 1, 2].map((of) => {
      let sum = 0;
      for (let pixel = of; pixel < data.length; pixel += 4) sum += data[pixel] ?? 0;
      return sum / (part * part);
    });
  });
  return { widthPx, heightPx, squares };
}

/** The page's doors, as a hand uses them: dropped on a sketch, pasted while the prompt has the focus, chosen to be painted over. */
import { COLUMNS, SQUARES } from "@llamasketch/testing/photos";
import type { Browser, Page } from "playwright-core";
import { openNewSketch } from "../../web/e2e/sketch-page.ts";
import { seenIn, type Seen } from "./look.ts";

export interface Brought {
  bytes: Uint8Array;
  type: string;
}

/** Null: it was refused, in words. Rejects where nothing happens. */
export interface PageDoor {
  name: string;
  give(file: Brought): Promise<Seen | null>;
}

const SIZE = { width: 1440, height: 900 };
/** A photo of a hundred megapixels takes a few seconds. */
const WITHIN_MS = 30_000;
const PLACED = '[data-testid="placement"] img';
const REFUSED = ".canvas-note[role=alert]";

async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: SIZE, serviceWorkers: "block", reducedMotion: "reduce" });
  page.setDefaultTimeout(WITHIN_MS);
  await page.addInitScript({ content: `window.seenIn = ${seenIn.toString()}` });
  return page;
}

export async function openSketchDoors(browser: Browser, origin: string): Promise<PageDoor[]> {
  const page = await openPage(browser);
  await openNewSketch(page, origin);
  const door = (name: "import" | "paste"): PageDoor => ({
    name,
    give: async (file) => {
      if (name === "paste") await page.locator("#prompt").focus();
      await page.evaluate(handOver, { how: name, ...inText(file) });
      return placedOrRefused(page);
    },
  });
  return [door("import"), door("paste")];
}

async function placedOrRefused(page: Page): Promise<Seen | null> {
  await page.waitForSelector(`${PLACED}, ${REFUSED}`);
  const isPlaced = (await page.locator(PLACED).count()) > 0;
  const seen = isPlaced ? await lookAt(page, PLACED) : null;
  // The prompt's suggestions may lie over them.
  const end = isPlaced ? page.getByRole("button", { name: "Cancel" }) : page.locator(`${REFUSED} button`);
  await end.dispatchEvent("click");
  await page.locator(`${PLACED}, ${REFUSED}`).waitFor({ state: "detached" });
  return seen;
}

/** Runs in a page. */
function handOver({ how, base64, type }: { how: string; base64: string; type: string }): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], "given", { type }));
  const as = { bubbles: true, cancelable: true };
  const event =
    how === "paste"
      ? new ClipboardEvent("paste", { clipboardData: given, ...as })
      : new DragEvent("drop", { dataTransfer: given, ...as });
  const target = how === "paste" ? document.activeElement : document.querySelector("[data-testid=paper]");
  target?.dispatchEvent(event);
}

const inText = ({ bytes, type }: Brought) => ({ base64: Buffer.from(bytes).toString("base64"), type });

const lookAt = (page: Page, selector: string): Promise<Seen> =>
  page.locator(selector).evaluate(
    async (image, { columns, count }) => {
      if (!(image instanceof HTMLImageElement)) throw new Error("no image");
      await image.decode();
      return window.seenIn(image, image.naturalWidth, image.naturalHeight, columns, count);
    },
    { columns: COLUMNS, count: SQUARES },
  );

const PREVIEW = "fieldset img";

export async function openGenerateDoor(browser: Browser, origin: string): Promise<PageDoor> {
  const page = await openPage(browser);
  await page.goto(`${origin}/generate`);
  await page.getByText("Edit", { exact: true }).click();
  const input = page.getByTestId("own-picture");
  await input.waitFor({ state: "attached" });
  let before = "";
  return {
    name: "generate",
    give: async ({ bytes, type }) => {
      await input.setInputFiles({ name: "given", mimeType: type, buffer: Buffer.from(bytes) });
      const now = await page.waitForFunction(
        ({ preview, before }) => {
          if (document.querySelector("fieldset [role=alert]")) return "refused";
          const { src = before } = document.querySelector<HTMLImageElement>(preview) ?? {};
          return src === before ? null : src;
        },
        { preview: PREVIEW, before },
      );
      const found = String(await now.jsonValue());
      if (found === "refused") return null;
      before = found;
      const seen = await lookAt(page, PREVIEW);
      // No more of them are kept than one may have.
      await page.evaluate(async () => {
        const { uploads } = (await (await fetch("/api/v1/uploads")).json()) as { uploads: { id: string }[] };
        await Promise.all(uploads.map(({ id }) => fetch(`/api/v1/uploads/${id}`, { method: "DELETE" })));
      });
      return seen;
    },
  };
}

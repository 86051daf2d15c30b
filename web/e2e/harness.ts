/** Puts modules of the web app on a page, built as the app is, for tests that look beneath its surface. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { build } from "vite";
import { root } from "../../scripts/stack.ts";

const PATH = "/harness/";
const OUT = join(root, ".tmp", `harness-${process.pid}`);
let built: Promise<unknown> | null = null;

/** `window.drawing` of the page is `harness-entry.ts` afterwards, until the page is loaded anew. */
export async function addHarness(page: Page): Promise<void> {
  built ??= build({
    configFile: false,
    root: import.meta.dirname,
    base: PATH,
    logLevel: "warn",
    worker: { format: "es" },
    build: {
      outDir: OUT,
      emptyOutDir: true,
      target: "es2022",
      minify: false,
      rolldownOptions: {
        input: join(import.meta.dirname, "harness-entry.ts"),
        output: { entryFileNames: "entry.js" },
      },
    },
  });
  await built;
  await page.route(`**${PATH}**`, (route) => {
    const file = new URL(route.request().url()).pathname.slice(PATH.length);
    return route.fulfill({ body: readFileSync(join(OUT, file)), contentType: "text/javascript" });
  });
  await page.addScriptTag({ url: `${PATH}entry.js`, type: "module" });
  await page.waitForFunction(() => "drawing" in window);
}

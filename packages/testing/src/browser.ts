/** A real Chromium from the package registry, unpacked into the project's own folder: no browser need be installed. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";

export interface LaunchedBrowser {
  browser: Browser;
  close(): Promise<void>;
}

/** `cacheDir`: where the browser is unpacked once (200 MB). Set before its module is loaded, since it reads them then. */
export async function launchBrowser(cacheDir: string): Promise<LaunchedBrowser> {
  const folder = join(cacheDir, "chromium");
  mkdirSync(folder, { recursive: true });
  process.env.TMPDIR = folder;
  // Makes the package bring its own system libraries too.
  process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
  const { default: packaged } = await import("@sparticuz/chromium");
  const browser = await chromium.launch({
    executablePath: await packaged.executablePath(),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
    env: { ...process.env },
  });
  return { browser, close: () => browser.close() };
}

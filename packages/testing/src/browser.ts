/** A real Chromium from the package registry, unpacked into the project's own folder: no browser need be installed. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";

export interface LaunchedBrowser {
  browser: Browser;
  close(): Promise<void>;
}

interface UnpackedBrowser {
  executablePath: string;
  fonts: string;
}

/**
 * `cacheDir`: where the browser is unpacked once (200 MB). A folder of its own, because the package takes whatever lies
 * in the temporary folder for its own, another version's too. Not safe to be done by two at once: whoever starts several does it
 * before.
 */
export async function unpackBrowser(cacheDir: string): Promise<UnpackedBrowser> {
  const folder = join(cacheDir, "chromium");
  const fonts = join(folder, "fontconfig");
  mkdirSync(fonts, { recursive: true });
  process.env.TMPDIR = folder;
  // Makes the package bring its own system libraries too.
  process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
  const { default: packaged } = await import("@sparticuz/chromium");
  const executablePath = await packaged.executablePath();
  // The unpacked configuration names /tmp/fonts, and Chromium ends at once when it finds no font.
  writeFileSync(
    join(fonts, "fonts.conf"),
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>${join(folder, "fonts", "fonts")}</dir><dir>${join(folder, "fonts")}</dir><cachedir>${join(folder, "font-cache")}</cachedir></fontconfig>\n`,
  );
  return { executablePath, fonts };
}

/** `debuggingPort`: where other tools may drive it. */
export async function launchBrowser(
  cacheDir: string,
  { debuggingPort }: { debuggingPort?: number } = {},
): Promise<LaunchedBrowser> {
  const { executablePath, fonts } = await unpackBrowser(cacheDir);
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-dev-shm-usage",
      ...(debuggingPort === undefined ? [] : [`--remote-debugging-port=${debuggingPort}`]),
    ],
    env: { ...process.env, FONTCONFIG_PATH: fonts },
  });
  return { browser, close: () => browser.close() };
}

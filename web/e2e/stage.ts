/** The stack and the browser that all end-to-end tests of one file share. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser, type LaunchedBrowser } from "@llamasketch/testing";
import type { BrowserContext, Page } from "playwright-core";
import { root, startStack, type Stack } from "../../scripts/stack.ts";

export interface Stage {
  stack: Stack;
  desktop(): Promise<{ context: BrowserContext; page: Page }>;
  phone(): Promise<{ context: BrowserContext; page: Page }>;
  /** A screen of any size; touch where asked for. */
  screen(width: number, height: number, hasTouch?: boolean): Promise<{ context: BrowserContext; page: Page }>;
  /** Saves what the page looks like, for people to look at. */
  shoot(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

/** `painter`: false where a test looks at the drawing alone, and needs no pictures. */
export async function openStage(name: string, { painter = true } = {}): Promise<Stage> {
  const stateDir = join(root, ".tmp", `e2e-${name}-${process.pid}`);
  const shots = join(root, ".tmp", "screenshots");
  mkdirSync(shots, { recursive: true });
  const stack = await startStack({ port: 0, stateDir, painter, log: () => undefined });
  const launched: LaunchedBrowser = await launchBrowser(join(root, ".tmp"));
  const open = async (options: Parameters<typeof launched.browser.newContext>[0]) => {
    const context = await launched.browser.newContext({ baseURL: stack.url, ...options });
    return { context, page: await context.newPage() };
  };
  return {
    stack,
    desktop: () => open({ viewport: { width: 1440, height: 900 }, colorScheme: "dark" }),
    phone: () =>
      open({
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        hasTouch: true,
        isMobile: true,
        colorScheme: "dark",
      }),
    screen: (width, height, hasTouch = false) =>
      open({
        viewport: { width, height },
        hasTouch,
        deviceScaleFactor: hasTouch ? 2 : 1,
        colorScheme: "dark",
      }),
    shoot: async (page, shot) => {
      await page.screenshot({ path: join(shots, `${shot}.png`) });
    },
    close: async () => {
      await launched.close();
      await stack.stop();
    },
  };
}

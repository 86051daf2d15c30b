/** The browser that all end-to-end tests of one file share, on a stack that is up already (`global-setup.ts`). */
import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser, type LaunchedBrowser } from "@llamasketch/testing";
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { inject } from "vitest";
import { buildWebFor } from "../../scripts/build-web.ts";
import { freePort, root, startStack } from "../../scripts/stack.ts";
import { hostPage } from "./page-host.ts";
import { noteSaid } from "./said.ts";

/** A page that has not answered by then will not. */
const ACTION_TIMEOUT_MS = 15_000;

export interface Stage {
  /** `url`: where the page is; `api`: where the API is, the same unless `isElsewhere`. */
  stack: { url: string; api: string };
  desktop(more?: BrowserContextOptions): Promise<{ context: BrowserContext; page: Page }>;
  phone(more?: BrowserContextOptions): Promise<{ context: BrowserContext; page: Page }>;
  /** A screen of any size; touch where asked for. */
  screen(width: number, height: number, hasTouch?: boolean): Promise<{ context: BrowserContext; page: Page }>;
  /** Saves what the page looks like, for people to look at. */
  shoot(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

interface StageOptions {
  /** False where a test looks at the drawing alone, and needs no pictures. */
  painter?: boolean;
  /** More of the Worker's configuration: then the stack is the file's own. */
  vars?: Vars;
  /** The page is served from another site than the API. */
  isElsewhere?: boolean;
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { painter = true, vars, isElsewhere = false } = options;
  const own = isElsewhere ? await startElsewhere(painter, vars) : vars && (await startOwn(painter, vars));
  const api = own ? own.api : sharedUrl(painter);
  const url = own ? own.url : api;
  const shots = join(root, ".tmp", "screenshots");
  mkdirSync(shots, { recursive: true });
  const launched: LaunchedBrowser = await launchBrowser(join(root, ".tmp")).catch(async (error: unknown) => {
    await own?.stop();
    throw error;
  });
  const open = async (options: BrowserContextOptions) => {
    const context = await launched.browser.newContext({
      baseURL: url,
      // Every test sees the page as it is built; those of the offline page say otherwise.
      serviceWorkers: "block",
      // Without a GPU every frame of an animation is painted by the cores that run all else.
      reducedMotion: "reduce",
      ...options,
    });
    context.setDefaultTimeout(ACTION_TIMEOUT_MS);
    noteSaid(context);
    return { context, page: await context.newPage() };
  };
  return {
    stack: { url, api },
    desktop: (more) => open({ viewport: { width: 1440, height: 900 }, colorScheme: "dark", ...more }),
    phone: (more) =>
      open({
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        hasTouch: true,
        isMobile: true,
        colorScheme: "dark",
        ...more,
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
      await own?.stop();
    },
  };
}

function sharedUrl(painter: boolean): string {
  const { painted, bare } = inject("stacks");
  const worker = Number(process.env.VITEST_POOL_ID ?? 1) - 1;
  const url = painter ? painted[worker % painted.length] : bare;
  if (url === undefined) throw new Error("No stack was started for this worker.");
  return url;
}

type Vars = Readonly<Record<string, string>>;
interface Own {
  url: string;
  api: string;
  stop(): Promise<void>;
}

async function startOwn(painter: boolean, vars: Vars, port = 0): Promise<Own> {
  const { url, stop } = await startStack({
    port,
    stateDir: join(root, ".tmp", `e2e-own-${process.pid}-${Date.now()}`),
    painter,
    vars,
    log: (line) => appendFileSync(inject("logged"), `${line}\n`),
  });
  return { url, api: url, stop };
}

/** `localhost` and `127.0.0.1` are two sites to a browser: cookies between them are those of a third party. */
async function startElsewhere(painter: boolean, vars: Vars = {}): Promise<Own> {
  const port = await freePort();
  const api = `http://127.0.0.1:${port}`;
  const folder = join(root, ".tmp", `page-${process.pid}`);
  buildWebFor(api, folder);
  const host = await hostPage(folder);
  const more = { ...vars, PUBLIC_URL: host.origin, API_URL: api, PAGE_ORIGINS: host.origin };
  const { stop } = await startOwn(painter, more, port);
  return {
    url: host.origin,
    api,
    stop: async () => {
      host.close();
      rmSync(folder, { recursive: true, force: true });
      await stop();
    },
  };
}

import { join } from "node:path";
import { launchBrowser } from "@llamasketch/testing";
import { PLENTY, freePort, root, startStack } from "../../scripts/stack.ts";
import { startAgent } from "../live/agent.ts";
import { startEasels } from "../live/easels.ts";
import { measureInk } from "./ink.ts";
import { measureMemory } from "./memory.ts";
import { measureScores } from "./scores.ts";
import { measureScripts } from "./scripts.ts";
import { hostFor } from "../live/known-host.ts";

const MEASURES = ["scores", "scripts", "ink", "memory"] as const;

/** The painter only waits, as long as a rented GPU takes for a draft: it is somewhere else, and leaves this machine to the page. */
const PICTURE_EVERY_MS = 350;

/**
 * The page in a real browser, built and served as it ships: what Lighthouse says, how much JavaScript comes before the
 * first stroke, how long ink takes, and what 500 pictures leave behind. `--only scores|scripts|ink|memory` measures one.
 */
export async function run(args: readonly string[] = []): Promise<unknown> {
  const only = args.includes("--only") ? args[args.indexOf("--only") + 1] : undefined;
  const wanted = (name: (typeof MEASURES)[number]): boolean => only === undefined || only === name;
  const stateDir = join(root, ".tmp", `bench-web-${process.pid}`);
  const debugPort = await freePort();
  const stack = await startStack({ port: 0, stateDir, painter: false, vars: PLENTY, log: () => undefined });
  const easels = await startEasels(1, PICTURE_EVERY_MS);
  const agent = await startAgent(stack.url, await hostFor(stack, "bench"), easels.urls);
  const launched = await launchBrowser(join(root, ".tmp"), { debuggingPort: debugPort });
  try {
    const page = { browser: launched.browser, origin: stack.url, debugPort };
    return {
      ...(wanted("scripts") && (await measureScripts(page))),
      ...(wanted("ink") && (await measureInk(page))),
      ...(wanted("memory") && (await measureMemory(page))),
      ...(wanted("scores") && (await measureScores(page))),
    };
  } finally {
    await launched.close();
    await agent.stop();
    easels.stop();
    await stack.stop();
  }
}

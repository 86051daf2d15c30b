/** What the pages cost: Lighthouse (mobile), JavaScript before the first stroke, ink under the pen, memory over many pictures. */
import { join } from "node:path";
import { launchBrowser } from "@llamasketch/testing";
import { PLENTY, freePort, root, startStack } from "../../scripts/stack.ts";
import { measureInk } from "./ink.ts";
import { measureJs } from "./js.ts";
import { scorePage } from "./lighthouse.ts";
import { measureMemory } from "./memory.ts";

export async function run(): Promise<unknown> {
  const debuggingPort = await freePort();
  const stateDir = join(root, ".tmp", `bench-web-${process.pid}`);
  const stack = await startStack({ port: 0, stateDir, painter: true, vars: PLENTY, log: () => undefined });
  const launched = await launchBrowser(join(root, ".tmp"), { debuggingPort });
  try {
    const sketch = await scorePage(`${stack.url}/`, debuggingPort);
    const sketches = await scorePage(`${stack.url}/sketches`, debuggingPort);
    const context = await launched.browser.newContext({
      viewport: { width: 1440, height: 900 },
      serviceWorkers: "block",
    });
    const sketchJsKb = await measureJs(context, stack.url);
    const ink = await measureInk(context, stack.url);
    const memory = await measureMemory(context, stack.url);
    return { sketch, sketches, sketchJsKb, ...ink, ...memory };
  } finally {
    await launched.close();
    await stack.stop();
  }
}

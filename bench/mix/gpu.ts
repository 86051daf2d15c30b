/** A GPU that only takes the time: easel as a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { root } from "../../scripts/stack.ts";
import { BATCH, FRAME_MS, LIVE_MODEL, RESIDENT, STEP_MS, SWAP_MS } from "./terms.ts";

export async function startGpu(nodePack: boolean): Promise<{ url: string; stop(): void }> {
  const flags: [name: string, value: string | number][] = [
    ["port", 0],
    ["generation", "0.38.1"],
    ["model", "all"],
    ["model", `checkpoints/${LIVE_MODEL}`],
    ["sleep-ms", FRAME_MS],
    ["swap-ms", SWAP_MS],
    ["resident", RESIDENT],
    ...BATCH.map(({ file }): [string, string] => ["step-ms", `${file}=${STEP_MS}`]),
  ];
  const args = flags.flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(
    process.execPath,
    [join(root, "packages/easel/src/main.ts"), ...args, ...(nodePack ? [] : ["--stock"])],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, "line")) as [string];
  lines.on("line", () => undefined);
  return { url: /http:\S+/.exec(line)?.[0] ?? "", stop: () => child.kill() };
}

import { measureOverhead } from "./overhead.ts";
import { measurePath } from "./path-times.ts";
import { measureRelay } from "./relay.ts";
import { measureTurns } from "./turns.ts";

/**
 * Live drawing: how turns are shared on one GPU, what the road through the session costs, and what everything around a
 * producer adds. `--only relay|turns|overhead` measures one of them.
 */
export async function run(args: readonly string[] = []): Promise<unknown> {
  const only = args.includes("--only") ? args[args.indexOf("--only") + 1] : undefined;
  const wanted = (name: string): boolean => only === undefined || only === name;
  const overhead = wanted("overhead") ? await measureOverhead() : null;
  const path = wanted("overhead") ? await measurePath() : null;
  const relay = wanted("relay") ? await measureRelay() : null;
  const turns = wanted("turns") ? await measureTurns() : null;
  return {
    ...(turns && { turns }),
    ...(relay && { relay }),
    ...(overhead && path && { overhead: { sessions: overhead, path, ...worst(overhead) } }),
  };
}

const worst = (overhead: Awaited<ReturnType<typeof measureOverhead>>) => ({
  p50Ratio: Math.max(...overhead.map(({ p50Ratio }) => p50Ratio)),
  p99Ratio: Math.max(...overhead.map(({ p99Ratio }) => p99Ratio)),
});

/** What the queue adds to a job that takes no time, from intake to done, beside an established queue in the same run. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { Agent } from "@llamasketch/gpu-agent/agent";
import { percentile } from "@llamasketch/headless";
import { PLENTY, root, startStack } from "../../scripts/stack.ts";
import { Sleeper } from "../live/sleeper.ts";
import { round, runBaseline } from "./baseline.ts";
import { Caller } from "./caller.ts";
import { USED, usdPer1000 } from "./cost.ts";
import { InstantJobs } from "./instant-jobs.ts";
import { hostFor } from "../live/known-host.ts";

const ONE = 100;
const MANY = 300;
const SLOTS = 16;
/** A visitor runs two at once. */
const CALLERS = 8;

export async function run(): Promise<unknown> {
  const stateDir = join(root, ".tmp", `bench-jobs-${process.pid}`);
  const vars = { ...PLENTY, TURNSTILE: "off", LIMITS: "off" };
  const stack = await startStack({ port: 0, stateDir, painter: false, vars, log: () => undefined });
  const url = stack.url.replace("localhost", "127.0.0.1");
  const producers = Array.from({ length: SLOTS }, () => new Sleeper(1));
  const agent = new Agent({
    config: { url, credential: await hostFor(stack, "bench"), comfy: [], workflow: "auto" },
    producers,
    frameMs: 1,
    log: () => undefined,
    jobs: () => producers.map(() => new InstantJobs()),
  });
  try {
    const callers = Array.from({ length: CALLERS }, () => new Caller(url));
    for (const caller of callers) await once(caller);
    const times: number[] = [];
    for (let at = 0; at < ONE; at++) {
      const startedMs = performance.now();
      await once(callers[at % CALLERS] ?? new Caller(url));
      times.push(performance.now() - startedMs);
    }
    const startedMs = performance.now();
    let left = MANY;
    const lane = async (caller: Caller): Promise<void> => {
      while (left-- > 0) await once(caller);
    };
    await Promise.all(callers.flatMap((caller) => [lane(caller), lane(caller)]));
    const perSecond = MANY / ((performance.now() - startedMs) / 1000);
    const baseline = await runBaseline(ONE, MANY, SLOTS);
    console.log(`One at a time, intake to done: p50 ${round(percentile(times, 0.5))} ms of ${ONE}.`);
    console.log(
      `${SLOTS} at once: ${round(perSecond)} a second of ${MANY}; HTTP, credits, results and events included.`,
    );
    console.log(
      baseline
        ? `${baseline.name}: p50 ${baseline.overheadP50Ms} ms, ${baseline.perSecond} a second; no HTTP, no credits, nothing stored.`
        : "No baseline: there is no redis-server here (apt-get install redis-server).",
    );
    console.log(`A job uses ${JSON.stringify(USED)}.`);
    return {
      overheadP50Ms: round(percentile(times, 0.5)),
      overheadP99Ms: round(percentile(times, 0.99)),
      perSecond: round(perSecond),
      baseline: baseline ?? { name: "not installed", overheadP50Ms: null, perSecond: null },
      usdPer1000: Number(usdPer1000().toPrecision(3)),
    };
  } finally {
    await agent.drain();
    await stack.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

async function once(caller: Caller): Promise<void> {
  const { id } = await caller.generate();
  await caller.ended(id);
}

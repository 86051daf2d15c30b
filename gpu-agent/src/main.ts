/** Signals and wiring; everything else is elsewhere. */
import { Agent } from "./agent.ts";
import { check } from "./check.ts";
import { ComfyJobs } from "./comfy-jobs.ts";
import { ComfyProducer } from "./comfy-producer.ts";
import { readConfig, USAGE } from "./config.ts";
import { EXIT } from "./exit-code.ts";
import type { JobGate } from "./job-gates.ts";
import { serveStatus } from "./status-server.ts";
import { SupervisedComfy } from "./supervised-comfy.ts";
import { warmUp } from "./warm-up.ts";
import { sleep } from "./sleep.ts";

const log = (level: "info" | "warn", text: string): void => console[level](`agent: ${text}`);
const STUCK_RESTART_MS = 60_000;

if (process.argv.includes("--help")) {
  console.log(USAGE);
  process.exit(EXIT.done);
}
let config;
try {
  config = readConfig(process.argv.slice(2), process.env);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(EXIT.settings);
}
if (config.check) process.exit((await check(config, console.log)) ? EXIT.done : EXIT.unfit);

let agent: Agent | null = null;
const server =
  config.statusPort === undefined
    ? null
    : serveStatus(
        config.statusPort,
        () => agent?.status() ?? { healthy: false, connected: false, trouble: "starting" },
      );

const { workflow, checkpoint, supervise, comfy } = config;
const supervised =
  supervise === undefined
    ? null
    : new SupervisedComfy({ command: supervise, probeUrl: `${comfy[0]}/system_stats`, log });

const leave = async (code: number): Promise<void> => {
  await agent?.drain();
  server?.close();
  await supervised?.stop();
  // Sockets close behind their last messages; nothing is awaited for longer.
  setTimeout(() => process.exit(code), 300);
};
let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stopping) {
      supervised?.kill();
      process.exit(EXIT.forced);
    }
    stopping = true;
    log("info", "leaving: ending the frame in hand, handing sketches over");
    void leave(EXIT.done);
  });
}

const producers = await Promise.all(
  comfy.map((url) => ComfyProducer.open({ url, workflow, checkpoint, log })),
);
const times = await Promise.all(
  producers.map(async (producer) => {
    // The first start may fail for a passing reason; only a broken device is final.
    for (let tries = 1; ; tries++) {
      if (producer.broken) return Infinity;
      const tookMs = await warmUp(producer).catch(() => null);
      if (tookMs === null && tries === 1)
        log("warn", "the first pictures failed; trying until they come (--check says more)");
      if (tookMs !== null && producer.healthy) return tookMs;
      await sleep(1000);
    }
  }),
);
const broken = producers.find((producer) => producer.broken);
if (broken) {
  log("warn", `this host cannot draw: ${broken.trouble}`);
  await leave(EXIT.broken);
} else if (!stopping) {
  const frameMs = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  log(
    "info",
    `${producers[0]?.label ?? "ComfyUI"}, ${producers.length} slot(s), a 512 px frame in ${Math.round(frameMs)} ms`,
  );
  const aside = config.aside === "auto" ? undefined : config.aside;
  const jobs = (onChange: () => void, gateOf: (slot: number) => JobGate) =>
    comfy.map((url, slot) => {
      const liveModels = (): string | null => producers[slot]?.models ?? null;
      return new ComfyJobs({ url, log, onChange, gate: gateOf(slot), aside, liveModels });
    });
  agent = new Agent({ config, producers, frameMs, log, jobs });
  agent.onBroken = (why) => {
    log("warn", `this host is to be replaced: ${why}`);
    void leave(EXIT.broken);
  };
  if (supervised) void restartWhenStuck(agent, supervised);
}

/** ComfyUI can answer while its worker stands still; then only a new process helps. */
async function restartWhenStuck(watched: Agent, process: SupervisedComfy): Promise<void> {
  let illSinceMs: number | null = null;
  for (;;) {
    await sleep(1000);
    illSinceMs = watched.healthy ? null : (illSinceMs ?? Date.now());
    if (stopping || illSinceMs === null || Date.now() - illSinceMs < STUCK_RESTART_MS) continue;
    if (process.isAnswering) process.restart(watched.trouble ?? "it makes no pictures");
    illSinceMs = Date.now();
  }
}

/** BullMQ on a Redis of Debian's, in the same run: add a job, wait until it is completed. No HTTP, no money, nothing stored. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { percentile } from "@llamasketch/headless";
import { Queue, QueueEvents, Worker } from "bullmq";
import { freePort } from "../../scripts/stack.ts";

export interface Baseline {
  name: string;
  overheadP50Ms: number;
  perSecond: number;
}

/** Null when there is no Redis here: `apt-get install redis-server`. */
export async function runBaseline(one: number, many: number, atOnce: number): Promise<Baseline | null> {
  const version = spawnSync("redis-server", ["--version"], { encoding: "utf8" });
  if (version.status !== 0) return null;
  const port = await freePort();
  // Each write is on disk before it is answered, as the database's are.
  const server = spawn(
    "redis-server",
    [
      "--port",
      String(port),
      "--save",
      "",
      "--appendonly",
      "yes",
      "--appendfsync",
      "always",
      "--dir",
      "/tmp",
      "--appenddirname",
      `bench-redis-${process.pid}`,
    ],
    { stdio: "ignore" },
  );
  const connection = { host: "127.0.0.1", port };
  const queue = new Queue("bench", { connection });
  // One of each job that is waited for.
  queue.setMaxListeners(0);
  const events = new QueueEvents("bench", { connection });
  const worker = new Worker("bench", () => Promise.resolve({ done: true }), {
    connection,
    concurrency: atOnce,
  });
  try {
    await Promise.all([queue.waitUntilReady(), events.waitUntilReady(), worker.waitUntilReady()]);
    const run = async (): Promise<number> => {
      const startedMs = performance.now();
      const job = await queue.add("picture", { prompt: "a quiet pond" });
      await job.waitUntilFinished(events);
      return performance.now() - startedMs;
    };
    for (let at = 0; at < 20; at++) await run();
    const times: number[] = [];
    for (let at = 0; at < one; at++) times.push(await run());
    const startedMs = performance.now();
    let left = many;
    const lane = async (): Promise<void> => {
      while (left-- > 0) await run();
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    const perSecond = many / ((performance.now() - startedMs) / 1000);
    const name = `BullMQ 6.7.0 on Redis ${/v=([\d.]+)/.exec(version.stdout)?.[1] ?? ""}, fsync always`;
    return { name, overheadP50Ms: round(percentile(times, 0.5)), perSecond: round(perSecond) };
  } finally {
    await Promise.all([worker.close(), events.close(), queue.close()]);
    server.kill();
    await once(server, "exit");
  }
}

export const round = (value: number | null): number => Math.round((value ?? 0) * 100) / 100;

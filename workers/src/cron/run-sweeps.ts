/**
 * Runs the sweeps of a minute beside each other, and keeps how each one went. One that throws, hangs or has too much to do ends none
 * of the others.
 */
import { log } from "../log.ts";
import type { Sweep } from "../feature.ts";
import type { Ports } from "../ports.ts";
import type { HasTime } from "../has-time.ts";
import type { SweepRunRow } from "./sweep-run-store.ts";

/** A sweep goes on while there is work and begins no part of it later than this; the minute has room for it many times. */
const SWEEP_MS = 4000;
/** Nobody waits longer for one that hangs: whatever it does is safe to do again. */
const GIVE_UP_MS = 30_000;

const LATE = Symbol("late");

export interface Limits {
  sweepMs?: number;
  giveUpMs?: number;
}

export async function runSweeps(
  sweeps: Readonly<Record<string, Sweep>>,
  services: Ports,
  nowMs: number,
  { sweepMs = SWEEP_MS, giveUpMs = GIVE_UP_MS }: Limits = {},
): Promise<void> {
  const beganMs = Date.now();
  const hasTime: HasTime = () => Date.now() - beganMs < sweepMs;
  const late = new Promise<typeof LATE>((resolve) => {
    AbortSignal.timeout(giveUpMs).addEventListener("abort", () => resolve(LATE));
  });
  await Promise.all(
    Object.entries(sweeps).map(async ([name, run]) => {
      const result = await resultOf(
        name,
        Promise.race([Promise.resolve().then(() => run(services, nowMs, hasTime)), late]),
      );
      try {
        await services.commit([
          services.sweepRuns.put({ name, beganAt: nowMs, tookMs: Date.now() - beganMs, ...result }),
        ]);
      } catch (failed) {
        log("error", "sweep_not_noted", { sweep: name }, failed);
      }
    }),
  );
}

type Result = Pick<SweepRunRow, "result" | "lastError">;

async function resultOf(sweep: string, ended: Promise<unknown>): Promise<Result> {
  try {
    if ((await ended) !== LATE) return { result: "done", lastError: null };
    log("error", "sweep_hangs", { sweep });
    return { result: "hangs", lastError: null };
  } catch (error) {
    log("error", "sweep_failed", { sweep }, error);
    return { result: "failed", lastError: error instanceof Error ? error.name : "unknown" };
  }
}

/** Runs the sweeps of a minute beside each other. One that throws, hangs or has too much to do ends none of the others. */
import { log } from "../log.ts";
import type { Sweep } from "../feature.ts";
import type { Ports } from "../ports.ts";
import type { HasTime } from "../has-time.ts";

/** A sweep goes on while there is work and begins no part of it later than this; the minute has room for it many times. */
const SWEEP_MS = 4000;
/** Nobody waits longer for one that hangs: whatever it does is safe to do again. */
const GIVE_UP_MS = 30_000;

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
  const late = new Promise<"late">((resolve) => {
    AbortSignal.timeout(giveUpMs).addEventListener("abort", () => resolve("late"));
  });
  await Promise.all(
    Object.entries(sweeps).map(async ([sweep, run]) => {
      try {
        const ended = await Promise.race([Promise.resolve(run(services, nowMs, hasTime)), late]);
        if (ended === "late") log("error", "sweep_hangs", { sweep });
      } catch (error) {
        log("error", "sweep_failed", { sweep }, error);
      }
    }),
  );
}

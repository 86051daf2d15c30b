/** Holds: raced for more than there is, counted, and timed against the same rows without rules. */
import { capture, grant, hold, purchase, NOW_MS } from "@llamasketch/ledger/model";
import { percentile } from "@llamasketch/headless";
import type { Counted, Stage } from "./stage.ts";

const AT_ONCE = 200;
const CREDITS = 20;
const RUNS = 11;
const HOLDS_PER_RUN = 200;
const DAY_MS = 86_400_000;

/** 200 at once on 20 credits; `wrong` is how far the count is from exact. */
export async function raceHolds(stage: Stage): Promise<{ wrong: number }> {
  const more = { holderId: "racer" };
  await stage.ask("/say", [purchase(CREDITS, more)]);
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, at) =>
      stage.ask<{ refusal?: string }>("/say", [hold(`race-${at}`, 1, more)]),
    ),
  );
  const held = answers.filter(({ refusal }) => refusal === undefined).length;
  const refused = answers.filter(({ refusal }) => refusal === "insufficient").length;
  console.log(
    `race: ${AT_ONCE} holds at once on ${CREDITS} credits: ${held} held, ${refused} refused for want of credits`,
  );
  return { wrong: Math.abs(held - CREDITS) + Math.abs(refused - (AT_ONCE - CREDITS)) };
}

/** What the ledger adds to a queued job, its own row left out. */
export async function measureJob(stage: Stage): Promise<{ statementsPerJob: number; rowsPerJob: number }> {
  const more = { holderId: "worker" };
  await stage.ask("/say", [purchase(100, more), grant(2, NOW_MS + DAY_MS, more)]);
  await stage.ask("/say", [hold("warm", 2, more)]);
  const held = await stage.ask<Counted>("/say", [hold("job", 1, more)]);
  const captured = await stage.ask<Counted>("/say", [capture("job", 1, more)]);
  const statementsPerJob = held.statements + captured.statements;
  const rowsPerJob = held.rowsWritten + captured.rowsWritten;
  console.log(
    `job: hold ${held.statements} statement, ${held.rowsWritten} rows; capture ${captured.statements} statement, ${captured.rowsWritten} rows (indexes counted)`,
  );
  return { statementsPerJob, rowsPerJob };
}

export async function measureHolds(
  stage: Stage,
): Promise<{ holdsRatio: number; holdsPerSecond: number; barePerSecond: number }> {
  console.log(
    `holds: ${RUNS} runs of ${HOLDS_PER_RUN} holds, and of as many bare batches of the same rows, in turn…`,
  );
  const more = { holderId: "steady" };
  await stage.ask("/say", [purchase(1_000_000, more)]);
  await stage.ask("/bare", {});
  let done = 0;
  const timed = async (path: string, body: unknown): Promise<{ perSecond: number; counted: Counted }> => {
    const startedMs = performance.now();
    const counted = await stage.ask<Counted>(path, body);
    return { perSecond: (HOLDS_PER_RUN * 1000) / (performance.now() - startedMs), counted };
  };
  const runs: { hold: number; bare: number }[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const commands = Array.from({ length: HOLDS_PER_RUN }, () => hold(`steady-${(done += 1)}`, 1, more));
    const bare = await timed("/bare-each", { from: done, count: HOLDS_PER_RUN });
    const held = await timed("/say-each", commands);
    if (held.counted.rowsWritten !== bare.counted.rowsWritten) {
      throw new Error(
        `${held.counted.rowsWritten} rows against ${bare.counted.rowsWritten}: not the same rows`,
      );
    }
    // The first warms both up.
    if (run > 0) runs.push({ hold: held.perSecond, bare: bare.perSecond });
  }
  const median = (list: number[]): number => percentile(list, 0.5) ?? 0;
  const figures = {
    holdsRatio: Number(median(runs.map(({ hold: ours, bare }) => ours / bare)).toFixed(3)),
    holdsPerSecond: Math.round(median(runs.map(({ hold: ours }) => ours))),
    barePerSecond: Math.round(median(runs.map(({ bare }) => bare))),
  };
  console.log(
    `  ${figures.holdsPerSecond} holds/s, ${figures.barePerSecond} bare batches/s (medians), 4 rows each; median ratio ${figures.holdsRatio}`,
  );
  return figures;
}

/** The ledger: whether it can be wrong, and what it costs. */
import { join } from "node:path";
import { runSeed, type LedgerDatabase, type RunReport } from "@llamasketch/ledger/model";
import { MigratedSqlite } from "@llamasketch/testing/sqlite";
import { root } from "../../scripts/stack.ts";
import { measureHolds, measureJob, raceHolds } from "./holds.ts";
import { openStage, type Stage } from "./stage.ts";
import { measureWired } from "./wired.ts";

const SEEDS = 50;
const D1_SEEDS = 2;
const OPERATIONS = 2000;

export async function run(): Promise<unknown> {
  const reports = await onSqlite();
  const d1 = await onD1();
  const wrong = [...reports, ...d1].flatMap(({ divergences }) => divergences);
  for (const line of wrong) console.log(`  DIVERGES ${line}`);
  const { raced, statementsPerJob, holdsRatio, ...more } = await onItsOwn();
  const wired = await measureWired();
  const divergences = wrong.length + raced;
  return { ...more, divergences, statementsPerJob, holdsRatio, ...wired };
}

/** Holds and jobs, with nothing of the product around the ledger. `raced`: holds that should not have been, or should. */
async function onItsOwn() {
  const stage = await openStage("costs");
  try {
    const { wrong: raced } = await raceHolds(stage);
    return { raced, ...(await measureJob(stage)), ...(await measureHolds(stage)) };
  } finally {
    await stage.stop();
  }
}

async function onSqlite(): Promise<RunReport[]> {
  console.log(
    `books: ${SEEDS} seeds of ${OPERATIONS} operations on SQLite with the real migrations, every 25th compared…`,
  );
  const reports: RunReport[] = [];
  const startedMs = performance.now();
  for (let seed = 1; seed <= SEEDS; seed++) {
    reports.push(await runSeed(1000 + seed, OPERATIONS, new MigratedSqlite(join(root, "migrations")), 25));
  }
  const sum = (of: (report: RunReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  console.log(
    `  ${sum(({ done }) => done)} did something, ${sum(({ nothing }) => nothing)} were known already, ${sum(({ refused }) => refused)} refused, ` +
      `${sum(({ attacks }) => attacks)} attacks; ${((performance.now() - startedMs) / 1000).toFixed(1)} s`,
  );
  return reports;
}

async function onD1(): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  for (let seed = 1; seed <= D1_SEEDS; seed++) {
    console.log(`books: seed ${seed} of ${D1_SEEDS} on D1 in workerd, ${OPERATIONS} operations…`);
    const stage = await openStage(`seed-${seed}`);
    try {
      reports.push(await runSeed(2000 + seed, OPERATIONS, databaseOf(stage), 250));
    } finally {
      await stage.stop();
    }
  }
  return reports;
}

const databaseOf = (stage: Stage): LedgerDatabase => ({
  run: async (statements) => {
    const { error } = await stage.ask<{ error?: string }>("/batch", statements);
    if (error !== undefined) throw new Error(error);
  },
  all: (statement) => stage.ask("/all", statement),
});

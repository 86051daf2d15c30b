/** Seeded runs against SQLite itself with the real migrations: no balance may ever differ from the books in memory. */
import { fileURLToPath } from "node:url";
import { MigratedSqlite } from "@llamasketch/testing/sqlite";
import { expect, test } from "vitest";
import { runSeed } from "./run.ts";

const MIGRATIONS = fileURLToPath(new URL("../../../../migrations", import.meta.url));

const SEEDS = Array.from({ length: 10 }, (_, at) => at + 1);
const OPERATIONS = 1500;

test.each(SEEDS)("P1-P7, seed %i", { timeout: 30_000 }, async (seed) => {
  const report = await runSeed(seed, OPERATIONS, new MigratedSqlite(MIGRATIONS), 25);
  expect(report.divergences).toEqual([]);
  // The run was worth it: much was done, much was said twice, much was refused.
  expect(report.done).toBeGreaterThan(OPERATIONS / 4);
  expect(report.nothing).toBeGreaterThan(OPERATIONS / 20);
  expect(report.refused).toBeGreaterThan(OPERATIONS / 20);
  expect(report.attacks).toBeGreaterThan(OPERATIONS / 20);
});

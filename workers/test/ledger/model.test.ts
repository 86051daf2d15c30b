/** The seeded runs of `packages/ledger`, against the real database; most seeds run there, on SQLite itself. */
import { env } from "cloudflare:workers";
import { runSeed, type LedgerDatabase } from "@llamasketch/ledger/model";
import { applyD1Migrations } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { emptied } from "../spare-database.ts";

const database: LedgerDatabase = {
  run: async (statements) => {
    await env.SPARE_DB.batch(statements.map(({ sql, params }) => env.SPARE_DB.prepare(sql).bind(...params)));
  },
  all: async ({ sql, params }) =>
    (
      await env.SPARE_DB.prepare(sql)
        .bind(...params)
        .all()
    ).results,
};

beforeEach(async () => {
  await emptied(env.SPARE_DB);
  await applyD1Migrations(env.SPARE_DB, env.TEST_MIGRATIONS);
});

test.each([101, 102])("P1-P7 on D1, seed %i", { timeout: 60_000 }, async (seed) => {
  const report = await runSeed(seed, 1500, database, 250);
  expect(report.divergences).toEqual([]);
  expect(report.done).toBeGreaterThan(400);
});

/** A newly started dispatcher with 50,000 queued jobs in the database. */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, expect, test } from "vitest";
import { INPUTS, JobHost, WORKFLOW, admit, dispatcherNow, newPayer } from "./stage.ts";
import { eventually } from "../wire.ts";

const MANY = 50_000;
const WITHIN_MS = 2000;

/** Rows as they stand in the database, of 500 people, without what they cost. */
async function plant(ownerId: string, payerId: string): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?1)
INSERT INTO jobs (id, owner_id, kind, region, state, deadline, class, priority, concurrency, workflow, expect_ms, inputs, request,
  outputs, payer_id, units, created_at)
SELECT 'job_' || printf('%026d', n), ?2, 'generation', 'local', 'queued', ?3, CASE WHEN n % 5 = 0 THEN 'batch' ELSE 'interactive' END,
  n % 4, 4, ?4, 1000, ?5, '{}', 1, ?6, 1, ?7 FROM counted`,
  )
    .bind(MANY, ownerId, Date.now() + 3_600_000, WORKFLOW, JSON.stringify(INPUTS), payerId, Date.now())
    .run();
}

afterAll(async () => {
  await env.DB.prepare("DELETE FROM jobs WHERE state = 'queued' AND attempt = 0").run();
  const over =
    "UPDATE jobs SET state = 'cancelled', holder = NULL, ended_at = 1 WHERE state IN ('queued', 'running')";
  await env.DB.prepare(over).run();
});

test("hands out the first within 2 s, the best plan's first, and knows them all soon after", async () => {
  const { ownerId, payerId } = await newPayer(10);
  await plant(ownerId, payerId);
  await dispatcherNow().jobCounts();
  await evictDurableObject(dispatcherNow());
  const startedMs = Date.now();
  const host = await JobHost.start();
  host.ask({ free: 2 });
  const offer = await host.offered();
  expect(Date.now() - startedMs).toBeLessThan(WITHIN_MS);
  expect(offer.job).toBe(`job_${"4".padStart(26, "0")}`);
  await eventually(
    async () => (await dispatcherNow().jobCounts()).queued >= MANY - 2,
    "all are known",
    30_000,
  );
  // One who comes now is next for whoever asks next, all the same.
  const newcomer = await newPayer(10);
  const first = await admit(newcomer, {}, { priority: 0 });
  await eventually(async () => (await dispatcherNow().jobStandings([first.id]))[0] !== null, "it is known");
  const second = await host.offered();
  const holding = [offer, second].map(({ job, attempt }) => ({ job, attempt }));
  host.ask({ free: 1, holding });
  expect((await host.offered()).job).toBe(first.id);
}, 60_000);

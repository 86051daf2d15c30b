/** 0026: an outbox of before it. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { expect, test } from "vitest";
import { createOutboxStore } from "../../src/outbox/outbox-store.ts";
import { emptied } from "../spare-database.ts";

test("what was open before there was parking is found by its due time, and is carried on with all its tries", async () => {
  await emptied(env.SPARE_DB);
  await applyD1Migrations(
    env.SPARE_DB,
    env.TEST_MIGRATIONS.filter(({ name }) => name < "0026"),
  );
  await env.SPARE_DB.exec(
    "INSERT INTO outbox (id, kind, subject, created_at, attempts, done_at, due_at) VALUES ('req_1', 'purge_object', 'k', 5, 99, NULL, 0), ('req_2', 'mail_end', 'job_1', 6, 0, NULL, 7), ('req_3', 'purge_object', 'l', 5, 1, 6, 0)",
  );
  await applyD1Migrations(env.SPARE_DB, env.TEST_MIGRATIONS);
  const store = createOutboxStore(drizzle(env.SPARE_DB));
  const due = { beforeMs: 10, nowMs: 10, after: null };
  const carried = { failures: 0, parkedAt: null, doneAt: null };
  expect(await store.due("inside", due, 5)).toMatchObject([{ id: "req_1", attempts: 99, ...carried }]);
  expect(await store.due("outside", due, 5)).toMatchObject([{ id: "req_2", dueAt: 7, ...carried }]);
  expect(await store.parked(null, 5)).toEqual([]);
});

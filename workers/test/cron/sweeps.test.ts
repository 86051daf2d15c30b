/** Each sweep of a minute stands alone, and goes on while there is work and time. */
import { linking } from "../../src/accounts/enter.ts";
import { createMessageBatch } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runSweeps } from "../../src/cron/run-sweeps.ts";
import { sweepLapsed } from "../../src/cron/sweep-lapsed.ts";
import { sweepOutbox, sweepOutside } from "../../src/outbox/sweep-outbox.ts";
import { newId } from "../../src/ids.ts";
import type { OutboxHandlers } from "../../src/outbox/outbox-run.ts";
import type { OutsideMessage } from "../../src/outbox/outside-run.ts";
import worker from "../../src/worker.ts";
import { known } from "../ledger/books.ts";

const NOW_MS = Date.UTC(2050, 0, 1);
const DAY_MS = 86_400_000;

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => vi.restoreAllMocks());
beforeEach(async () => {
  await env.DB.exec("UPDATE outbox SET done_at = 1 WHERE done_at IS NULL");
  await env.DB.exec("DELETE FROM walks WHERE name = 'outbox'");
});

type Kind = Parameters<typeof known.outbox.add>[0]["kind"];
async function entries(
  count: number,
  kind: Kind,
  more: { dueAt?: number; ageMs?: number } = {},
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId("request"));
  const { dueAt = 0, ageMs = 120_000 } = more;
  await known.commit(
    ids.map((id, at) =>
      known.outbox.add({ id, kind, subject: `s${at}`, createdAt: NOW_MS - ageMs + at, dueAt }),
    ),
  );
  return ids;
}
const openAmong = async (ids: readonly string[]): Promise<number> =>
  (await Promise.all(ids.map((id) => known.outbox.open(id)))).filter(Boolean).length;
const handlers = (run: (subject: string) => Promise<"done" | "later">): OutboxHandlers =>
  ({ purge_object: (_: unknown, subject: string) => run(subject) }) as never;

describe("a minute", () => {
  test("one that throws, at once or later, and one that hangs end none of the others", async () => {
    const done: string[] = [];
    const slowly = (name: string) => async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      done.push(name);
    };
    await runSweeps(
      {
        hangs: () => new Promise(() => undefined),
        throws: async () => Promise.reject(new Error("later")),
        atOnce: () => {
          throw new Error("at once");
        },
        first: slowly("first"),
        second: slowly("second"),
      },
      known,
      NOW_MS,
      { sweepMs: 50, giveUpMs: 200 },
    );
    expect(done).toEqual(["first", "second"]);
    const said = lines.join();
    expect(said).toContain("sweep_hangs");
    expect(said.match(/sweep_failed/g)).toHaveLength(2);
  });

  test("one with too much to do leaves the rest to the next minute", async () => {
    let parts = 0;
    const startedMs = Date.now();
    await runSweeps(
      {
        long: async (_services, _nowMs, hasTime) => {
          while (hasTime()) {
            parts += 1;
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
        },
      },
      known,
      NOW_MS,
      { sweepMs: 100 },
    );
    expect(parts).toBeGreaterThan(2);
    expect(Date.now() - startedMs).toBeLessThan(2000);
  });
});

describe("the outbox", () => {
  test("goes on until nothing is left, past what fails; what is due next week is not looked at", async () => {
    const bad = await entries(150, "purge_object", { ageMs: 300_000 });
    const good = await entries(230, "purge_object");
    const future = await entries(50, "purge_object", { dueAt: NOW_MS + DAY_MS });
    const subjects = new Map<string, number>();
    let failing = 150;
    await sweepOutbox(
      known,
      handlers(async (subject) => {
        subjects.set(subject, (subjects.get(subject) ?? 0) + 1);
        if ((failing -= 1) >= 0) throw new Error("not now");
        return "done";
      }),
      NOW_MS,
    );
    expect(await openAmong(bad)).toBe(150);
    expect(await openAmong(good)).toBe(0);
    expect(await openAmong(future)).toBe(50);
  });

  test("sends nothing to others' machines: it gives those to their queue, and not again for a while", async () => {
    const inside = await entries(1, "purge_object");
    const outside = await entries(120, "deliver_webhook");
    const poked: OutsideMessage[] = [];
    const services = {
      ...known,
      giveOutside: (messages: readonly OutsideMessage[]) => {
        poked.push(...messages);
        return Promise.resolve();
      },
    };
    await sweepOutbox(
      services,
      handlers(async () => "done"),
      NOW_MS,
    );
    expect(await openAmong(inside)).toBe(0);
    expect(await openAmong(outside)).toBe(120);
    await sweepOutside(services, NOW_MS);
    expect(new Set(poked.map(({ outboxId }) => outboxId))).toEqual(new Set(outside));
    await sweepOutside(services, NOW_MS + 60_000);
    expect(poked).toHaveLength(120);
    await sweepOutside(services, NOW_MS + 6 * 60_000);
    expect(poked).toHaveLength(240);
  });

  test("a message of the old queues about a delivery is carried out by the new one", async () => {
    const [id = ""] = await entries(1, "deliver_webhook");
    const batch = createMessageBatch<OutsideMessage>("llamasketch-jobs", [
      { id: "m", timestamp: new Date(), attempts: 1, body: { outboxId: id } },
    ]);
    await worker.queue(batch, env);
    await vi.waitFor(async () => expect(await openAmong([id])).toBe(0), { timeout: 10_000 });
  });
});

test("what lapsed goes, thousands at a time, and done entries a week later", async () => {
  await env.DB.exec(
    `INSERT INTO quotes (id, asset, amount, request, lines, band, created_at, expires_at) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1199) SELECT 'quo_old' || i, 'credit', 1, '{}', '[]', 'x', 1, 2 FROM n`,
  );
  await env.DB.exec("INSERT INTO sign_in_tries VALUES ('old', 1, 5)");
  await known.commit([known.rests.put({ key: "host:old", misses: 1, until: 5 })]);
  await known.commit([known.rests.put({ key: "host:new", misses: 1, until: NOW_MS })]);
  const ids = await entries(1100, "purge_object");
  const [young = "", open = ""] = await entries(2, "purge_object");
  await env.DB.prepare("UPDATE outbox SET done_at = ? WHERE kind = 'purge_object'")
    .bind(NOW_MS - 8 * DAY_MS)
    .run();
  await env.DB.prepare("UPDATE outbox SET done_at = ? WHERE id = ?")
    .bind(NOW_MS - DAY_MS, young)
    .run();
  await env.DB.prepare("UPDATE outbox SET done_at = NULL WHERE id = ?").bind(open).run();
  await sweepLapsed(known, NOW_MS);
  const count = async (sql: string) => (await env.DB.prepare(sql).first<{ n: number }>())?.n;
  expect(await count("SELECT count(*) AS n FROM quotes WHERE id LIKE 'quo_old%'")).toBe(0);
  expect(await count("SELECT count(*) AS n FROM sign_in_tries WHERE key = 'old'")).toBe(0);
  expect((await known.rests.among(["host:old", "host:new"])).map(({ key }) => key)).toEqual(["host:new"]);
  const left = await env.DB.prepare("SELECT id FROM outbox WHERE kind = 'purge_object'").all<{
    id: string;
  }>();
  expect(left.results.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual([]);
  expect(left.results.map(({ id }) => id)).toEqual(expect.arrayContaining([young, open]));
});

test("how many people there are is counted as they come, become and go", async () => {
  const truth = () =>
    env.DB.prepare(
      `SELECT sum(kind = 'account' AND deleted_at IS NULL) AS accounts,
         sum(kind = 'anonymous' AND linked_to IS NULL AND deleted_at IS NULL) AS visitors, coalesce(sum(banned_at IS NOT NULL), 0) AS banned FROM users`,
    ).first();
  const told = async () => {
    const { accounts, visitors, banned } = await known.people.figures(NOW_MS, "skt_9");
    return { accounts, visitors, banned };
  };
  const [visitor, account, other] = [newId("user"), newId("user"), newId("user")];
  const add = (id: string, kind: string) =>
    env.DB.prepare("INSERT INTO users (id, kind, created_at) VALUES (?, ?, 1)").bind(id, kind).run();
  await add(visitor, "anonymous");
  await add(other, "anonymous");
  await add(account, "account");
  expect(await told()).toEqual(await truth());
  await known.commit(linking(known, visitor, account, NOW_MS));
  await known.commit([known.accounts.setBanned(account, true, NOW_MS)]);
  expect(await told()).toEqual(await truth());
  await known.commit([known.accounts.setBanned(account, false, NOW_MS)]);
  await known.commit(known.accounts.forget(account, null, NOW_MS));
  await env.DB.prepare("DELETE FROM users WHERE id = ?").bind(other).run();
  expect(await told()).toEqual(await truth());
});

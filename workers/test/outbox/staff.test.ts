/** What the staff sees of effects that failed too often, and has tried again. */
import { env } from "cloudflare:workers";
import type { AdminOutboxEntry, AdminSweepLine } from "@llamasketch/contract";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { runSweeps } from "../../src/cron/run-sweeps.ts";
import { newId } from "../../src/ids.ts";
import { sweepOutbox } from "../../src/outbox/sweep-outbox.ts";
import { TRIES } from "../../src/outbox/waits.ts";
import { newPerson, newTokenOf, type Person } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { known } from "../ledger/books.ts";
import { call, expectJson } from "../people.ts";
import { NOW_MS, effects, emptied, entries, entryOf, quiet } from "./entries.ts";

const reason = "the store is back";
let admin: Person;
let moderator: Person;
let somebody: Person;
beforeAll(async () => {
  [admin, moderator, somebody] = [await newPerson("admin"), await newPerson("moderator"), await newPerson()];
});
beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await emptied();
});
afterEach(() => vi.restoreAllMocks());

const pathOf = (id: string): string => `/api/admin/outbox/${encodeURIComponent(id)}/retry`;
const retry = (id: string, by: Person = admin, json: object = { reason }): Promise<Response> =>
  by.jar.post(pathOf(id), json);
const list = (cursor?: string): Promise<{ entries: AdminOutboxEntry[]; nextCursor: string | null }> =>
  expectJson(
    admin.jar.call("GET", `/api/admin/outbox${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`),
  );
const audited = async (subject: string) =>
  (
    await expectJson<{ lines: { action: string; actorId: string; reason: string; detail: object }[] }>(
      admin.jar.call("GET", `/api/admin/audit?subject=${encodeURIComponent(subject)}`),
    )
  ).lines;
async function parked(count: number): Promise<string[]> {
  const ids = await entries(count, "bad");
  for (const id of ids)
    await env.DB.prepare("UPDATE outbox SET parked_at = ?, attempts = ?2, failures = ?2 WHERE id = ?3")
      .bind(NOW_MS, TRIES, id)
      .run();
  return ids.toSorted();
}

test("parked entries are listed, a page after the other", async () => {
  const ids = await parked(120);
  await entries(3, "good");
  const first = await list();
  expect(first.entries[0]).toEqual({
    id: ids[0],
    kind: "purge_object",
    subject: expect.stringMatching(/^bad \d+$/) as string,
    createdAt: expect.stringMatching(/^2049-12-31T23:58/) as string,
    dueAt: expect.stringMatching(/^2049-12-31T23:58/) as string,
    tries: TRIES,
    failures: TRIES,
    parkedAt: "2050-01-01T00:00:00.000Z",
  });
  const second = await list(first.nextCursor ?? "");
  const third = await list(second.nextCursor ?? "");
  expect(third.nextCursor).toBeNull();
  expect([...first.entries, ...second.entries, ...third.entries].map(({ id }) => id)).toEqual(ids);
});

describe("a retry", () => {
  test("has it tried again, with all its tries, and is written down", async () => {
    const [id = ""] = await entries(1, "bad");
    let works = false;
    const handlers = effects({
      bad: () => (works ? Promise.resolve("done") : Promise.reject(new Error("no"))),
    });
    for (let n = 0; n < TRIES; n++) await sweepOutbox(quiet, handlers, NOW_MS + n * 3_600_000);
    expect((await list()).entries.map((entry) => entry.id)).toEqual([id]);
    // What the Worker itself does with it: nothing is at that key.
    const answer = await expectJson<AdminOutboxEntry>(retry(id));
    expect(answer).toMatchObject({ id, failures: 0, parkedAt: null });
    works = true;
    await sweepOutbox(quiet, handlers, NOW_MS + 100 * 3_600_000);
    expect((await entryOf(id)).doneAt).not.toBeNull();
    expect((await list()).entries).toEqual([]);
    expect(await audited(id)).toMatchObject([
      {
        action: "retry_outbox",
        actorId: admin.userId,
        reason,
        detail: { kind: "purge_object", failures: TRIES },
      },
    ]);
  });

  test("said ten times at once changes one row once", async () => {
    const [id = "", other = ""] = await parked(2);
    const answers = await Promise.all(Array.from({ length: 10 }, () => retry(id)));
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(await audited(id)).toHaveLength(1);
    expect((await entryOf(other)).parkedAt).toBe(NOW_MS);
    await expectProblem(retry(id), "conflict");
    expect(await audited(id)).toHaveLength(1);
  });

  test("of one that is not parked, or is done, is a conflict; of one that is not there nothing", async () => {
    const [open = "", done = ""] = await entries(2, "good");
    await env.DB.prepare("UPDATE outbox SET due_at = ? WHERE id = ?")
      .bind(NOW_MS * 2, open)
      .run();
    await known.commit([known.outbox.done(done, NOW_MS)]);
    const before = await entryOf(open);
    await expectProblem(retry(open), "conflict");
    await expectProblem(retry(done), "conflict");
    await expectProblem(retry(newId("request")), "not_found");
    for (const id of ["x", "' OR 1=1 --", "turn:1:skt:x y", "../../users", "%00"])
      await expectProblem(retry(id), "not_found");
    expect(await entryOf(open)).toEqual(before);
    expect(await audited(open)).toEqual([]);
  });

  test("of an entry with a name, and of a letter's, goes its way", async () => {
    const name = `turn:${NOW_MS}:skt_01ARZ3NDEKTSV4RRFFQ69G5FAV:usr_x`;
    await known.commit([
      known.outbox.addOnce({ id: name, kind: "turn_away", subject: "s:1 x", createdAt: NOW_MS }),
      known.outbox.park(name, NOW_MS),
    ]);
    const [letter = ""] = await entries(1, "job_gone", { kind: "mail_end" });
    await known.commit([known.outbox.park(letter, NOW_MS)]);
    for (const id of [name, letter]) {
      expect(await expectJson(retry(id))).toMatchObject({ id, parkedAt: null });
      expect(await audited(id)).toHaveLength(1);
    }
  });

  test("wants a reason, and nothing odd", async () => {
    const [id = ""] = await parked(1);
    for (const json of [{}, { reason: "" }, { reason: "ab" }, { reason: 5 }, { reason: "x".repeat(501) }])
      await expectProblem(retry(id, admin, json), "bad_request");
    await expectProblem(
      call("POST", pathOf(id), {
        cookie: admin.cookie,
        body: "{",
        headers: { "content-type": "application/json" },
      }),
      "bad_request",
    );
    await expectProblem(retry("x".repeat(201)), "bad_request");
    await expectProblem(admin.jar.call("GET", `/api/admin/outbox?cursor=${"x".repeat(201)}`), "bad_request");
    expect((await entryOf(id)).parkedAt).toBe(NOW_MS);
  });

  test("is an admin's alone, and so is the list", async () => {
    const [id = ""] = await parked(1);
    for (const by of [moderator, somebody]) {
      await expectProblem(retry(id, by), "forbidden");
      await expectProblem(by.jar.call("GET", "/api/admin/outbox"), "forbidden");
    }
    await expectProblem(call("GET", "/api/admin/outbox"), "unauthorized");
    await expectProblem(call("POST", pathOf(id), { json: { reason } }), "unauthorized");
    expect((await entryOf(id)).parkedAt).toBe(NOW_MS);
    expect(await audited(id)).toEqual([]);
    // From a command line too.
    const headers = { authorization: `Bearer ${await newTokenOf(admin)}` };
    expect((await call("POST", pathOf(id), { json: { reason }, headers })).status).toBe(200);
  });
});

test("how each sweep went is kept, and shown to the staff", async () => {
  const sweepsOf = async (by: Person): Promise<Record<string, AdminSweepLine>> => {
    const { sweeps } = await expectJson<{ sweeps: AdminSweepLine[] }>(
      by.jar.call("GET", "/api/admin/sweeps"),
    );
    return Object.fromEntries(sweeps.map((line) => [line.name, line]));
  };
  const limits = { sweepMs: 50, giveUpMs: 100 };
  const sweeps = {
    outbox: () => Promise.reject(new RangeError("text that is nobody's business")),
    outside: () => Promise.resolve(),
    lapsed: () => new Promise(() => undefined),
  };
  await runSweeps(sweeps, known, NOW_MS, limits);
  const shown = await sweepsOf(moderator);
  const beganAt = new Date(NOW_MS).toISOString();
  expect(shown.outbox).toMatchObject({ beganAt, result: "failed", lastError: "RangeError" });
  expect(shown.outside).toMatchObject({ beganAt, result: "done", lastError: null });
  expect(shown.lapsed).toMatchObject({ beganAt, result: "hangs" });
  expect(shown.lapsed?.tookMs).toBeGreaterThanOrEqual(90);
  expect(Object.keys(shown)).toEqual(Object.keys(known.sweeps));
  expect(JSON.stringify(shown)).not.toContain("business");
  await runSweeps({ outbox: () => Promise.resolve() }, known, NOW_MS + 60_000, limits);
  expect((await sweepsOf(admin)).outbox).toMatchObject({ result: "done", lastError: "RangeError" });
  await expectProblem(somebody.jar.call("GET", "/api/admin/sweeps"), "forbidden");
});

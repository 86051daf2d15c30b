/** Whatever may be said twice is said ten times at once: it happens once, and nobody is told that something failed. */
import { env } from "cloudflare:workers";
import type { GenerationView, Scope } from "@llamasketch/contract";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runOutboxEntry } from "../../src/outbox/outbox-run.ts";
import { cancelJob, expireJob } from "../../src/jobs/cancel-job.ts";
import { endJobs } from "../../src/jobs/end-jobs.ts";
import { settleRun } from "../../src/jobs/settle-job.ts";
import { leaveSketch } from "../../src/studios/sketch/purge.ts";
import { jpeg, png } from "../images.ts";
import { Jar, expectStatus, newEmail, proofTo } from "../jar.ts";
import { JobHost, admit, becomes, endAllJobs, jobNow, newPayer, operations } from "../jobs/stage.ts";
import { balanceOf, divergences, known } from "../ledger/books.ts";
import { keptPicture } from "../kept-picture.ts";
import { call, expectJson, give, newSketch, newSketchPastDoor } from "../people.ts";
import { newPerson, type Person } from "./cast.ts";
import { BLUR } from "@llamasketch/testing/sample";
import { openOfKind } from "../outbox.ts";

const TIMES = 10;
const ROUNDS = 3;
const PASSWORD = "a llama draws at dusk";
const reason = "asked for by the test";

let admin: Person;
beforeAll(async () => {
  admin = await newPerson("admin");
});
afterEach(async () => {
  await endAllJobs();
  expect(await divergences()).toEqual([]);
});

const atOnce = <T>(say: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: TIMES }, (_, at) => say(at)));
/** How often each status was the answer. */
async function told(say: (at: number) => Promise<Response>): Promise<Record<number, number>> {
  const counted: Record<number, number> = {};
  for (const answer of await atOnce(say)) {
    await answer.body?.cancel();
    counted[answer.status] = (counted[answer.status] ?? 0) + 1;
  }
  return counted;
}
const rows = async (sql: string, ...values: string[]): Promise<number> =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .first<{ n: number }>()
  )?.n ?? -1;

describe("the end of a job", () => {
  const HOOK = "https://hooks.example.com/pictures";
  const ended = async (id: string): Promise<void> => {
    expect((await operations(id)).map(({ kind }) => kind)).toHaveLength(2);
    for (const kind of ["deliver_webhook", "purge_job_runs"])
      expect(
        await rows("SELECT count(*) AS n FROM outbox WHERE kind = ? AND subject = ?", kind, id),
      ).toBeLessThanOrEqual(1);
    expect(await rows("SELECT count(*) AS n FROM webhook_deliveries WHERE job_id = ?", id)).toBe(1);
  };

  test("by its owner, ten times", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const payer = await newPayer(10);
      const job = await admit(payer, { webhookUrl: HOOK, mails: true });
      const states = (await atOnce(() => cancelJob(known, job, Date.now()))).map(({ state }) => state);
      expect(new Set(states)).toEqual(new Set(["cancelled"]));
      expect(await balanceOf(payer.payerId)).toEqual({ posted: 10, held: 0 });
      await ended(job.id);
    }
  });

  test("by its owner, its host, its deadline and a ban, all at once", async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 2 * ROUNDS; round++) {
      const payer = await newPayer(10);
      const host = await JobHost.start();
      host.ask();
      const job = await admit(payer, { webhookUrl: HOOK, mails: true });
      const offer = await host.offered();
      const results = await host.store(offer);
      const run = { job: job.id, attempt: offer.attempt, holder: host.agent.agentId };
      const row = await jobNow(job.id);
      const nowMs = Date.now();
      const done = () => settleRun(known, run, { kind: "done", results, produceMs: 1 }, nowMs);
      await Promise.all([
        ...(round % 2 === 0 ? [done(), done(), done()] : []),
        ...Array.from({ length: 4 }, () => cancelJob(known, row, nowMs)),
        ...(round % 2 === 1 ? [done(), done(), done()] : []),
        expireJob(known, job.id, nowMs),
        expireJob(known, job.id, nowMs + 100 * 3_600_000),
      ]);
      const { state } = await jobNow(job.id);
      outcomes.add(state);
      expect(["cancelled", "succeeded"]).toContain(state);
      const kept = state === "succeeded" ? 8 : 10;
      expect(await balanceOf(payer.payerId)).toEqual({ posted: kept, held: 0 });
      await ended(job.id);
      host.agent.die();
    }
    expect(outcomes.size).toBeGreaterThan(0);
  });

  test("of all that somebody has who was banned", async () => {
    const payer = await newPayer(100);
    const jobs = await Promise.all(Array.from({ length: 25 }, () => admit(payer)));
    await env.DB.prepare("UPDATE users SET banned_at = 1 WHERE id = ?").bind(payer.ownerId).run();
    await atOnce(() => endJobs(known, payer.ownerId, Date.now()));
    while ((await endJobs(known, payer.ownerId, Date.now())) === "more");
    for (const { id } of jobs) expect((await jobNow(id)).state).toBe("cancelled");
    expect(await balanceOf(payer.payerId)).toEqual({ posted: 100, held: 0 });
    await expect(admit(payer)).rejects.toThrow();
  });

  test("over HTTP: cancels, retries with a key, deletions", async () => {
    const person = await newPerson();
    await give(person.cookie, 20);
    const ask = (path: string, json: object = {}, headers: Record<string, string> = {}) =>
      person.jar.call("POST", path, { json, headers });
    const made = await expectJson<GenerationView>(
      ask("/api/v1/generations", { prompt: "a pond", model: "painter", widthPx: 256, heightPx: 256 }),
      201,
    );
    const one = `/api/v1/generations/${made.id}`;
    expect(await told(() => ask(`${one}/cancel`))).toEqual({ 200: TIMES });
    const again = await atOnce(() =>
      expectJson<GenerationView>(ask(`${one}/retry`, {}, { "idempotency-key": "again" }), 201),
    );
    expect(new Set(again.map(({ id }) => id)).size).toBe(1);
    await expectStatus(ask(`/api/v1/generations/${again[0]?.id}/cancel`), 200);
    const gone = await told(() => person.jar.call("DELETE", one));
    expect((gone[204] ?? 0) + (gone[404] ?? 0)).toBe(TIMES);
    expect(gone[204]).toBeGreaterThan(0);
  });

  test("asked for with one key and credits for one: every call is told of the one", async () => {
    const person = await newPerson();
    await give(person.cookie, 1);
    const json = { prompt: "a pond", model: "painter", widthPx: 256, heightPx: 256 };
    const { id: quote } = await expectJson<{ id: string }>(person.jar.post("/api/v1/quotes", json), 201);
    const headers = { "idempotency-key": "one" };
    const made = await atOnce(() =>
      expectJson<GenerationView>(
        person.jar.call("POST", "/api/v1/generations", { json: { ...json, quote }, headers }),
        201,
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });
});

describe("sketches", () => {
  test("deletions, restores, copies, covers, pins, pictures that go", async () => {
    const mine = await newSketchPastDoor({ title: "Twice" });
    const { cookie } = mine;
    const at = `/api/sketches/${mine.sketch.id}`;
    const picture = await keptPicture(mine);
    expect(
      await told(() => call("PATCH", `/api/pictures/${picture}`, { cookie, json: { pinned: true } })),
    ).toEqual({
      200: TIMES,
    });
    const cover = () =>
      call("PUT", `${at}/cover?blur=${encodeURIComponent(BLUR)}`, {
        cookie,
        body: jpeg(64, 64),
        headers: { "content-type": "image/jpeg" },
      });
    expect(await told(cover)).toEqual({ 200: TIMES });
    expect(await told(() => call("POST", `${at}/duplicate`, { cookie }))).toEqual({ 201: TIMES });
    const removed = await told(() => call("DELETE", `/api/pictures/${picture}`, { cookie }));
    expect((removed[204] ?? 0) + (removed[404] ?? 0)).toBe(TIMES);
    const gone = await told(() => call("DELETE", at, { cookie }));
    expect((gone[204] ?? 0) + (gone[404] ?? 0)).toBe(TIMES);
    await atOnce(() => leaveSketch(known, mine.sketch.id, Date.now()));
    expect(await told(() => call("POST", `${at}/restore`, { cookie }))).toEqual({ 200: TIMES });
    const mixed = await atOnce((n) =>
      n % 2 === 0 ? call("DELETE", at, { cookie }) : call("POST", `${at}/restore`, { cookie }),
    );
    for (const { status } of mixed) expect([200, 204, 404]).toContain(status);
  });

  test("a final with one key; its cancels", async () => {
    const mine = await newSketch();
    await give(mine.cookie, 1);
    const host = await JobHost.start();
    host.ask({ free: 0, workflows: ["painter-image-to-image"] });
    const about = {
      epoch: 1,
      version: 1,
      widthPx: 256,
      heightPx: 256,
      settings: { prompt: "", strength: 0.5, seed: 1 },
    };
    const put = (): Promise<Response> => {
      const form = new FormData();
      form.set("about", JSON.stringify(about));
      form.set("image", new Blob([jpeg(256, 256)]));
      const headers = { "idempotency-key": "one" };
      return call("PUT", `/api/sketches/${mine.sketch.id}/finals`, {
        cookie: mine.cookie,
        body: form,
        headers,
      });
    };
    const made = await atOnce(() => expectJson<{ id: string }>(put(), 201));
    const [{ id = "" } = {}, ...others] = made;
    expect(others.every((other) => other.id === id)).toBe(true);
    const { cookie } = mine;
    expect(await told(() => call("POST", `/api/finals/${id}/cancel`, { cookie }))).toEqual({ 200: TIMES });
    expect(
      (await env.MEDIA.list({ prefix: "jobs/" })).objects.filter(({ key }) => key.endsWith("canvas")).length,
    ).toBeLessThanOrEqual(1);
    host.agent.die();
  });
});

describe("the media API's own things", () => {
  test("uploads: no more than are kept; and their deletions", async () => {
    const person = await newPerson();
    await give(person.cookie, 5);
    await env.DB.batch(
      Array.from({ length: 46 }, (_, at) =>
        env.DB.prepare(
          "INSERT INTO uploads (id, owner_id, format, width_px, height_px, bytes, created_at, expires_at) VALUES (?, ?, 'png', 64, 64, 1, 1, ?)",
        ).bind(
          `upl_${person.userId.slice(4, 28)}${String(at).padStart(2, "0")}`,
          person.userId,
          Date.now() + 1e6,
        ),
      ),
    );
    const send = () =>
      person.jar.call("POST", "/api/v1/uploads", {
        body: png(64, 64),
        headers: { "content-type": "image/png" },
      });
    expect(await told(send)).toEqual({ 201: 4, 409: 6 });
    const { uploads } = await expectJson<{ uploads: { id: string }[] }>(
      person.jar.call("GET", "/api/v1/uploads"),
    );
    const gone = await told(() => person.jar.call("DELETE", `/api/v1/uploads/${uploads[0]?.id}`));
    expect((gone[204] ?? 0) + (gone[404] ?? 0)).toBe(TIMES);
  });

  test("the secret of webhooks: asked for first ten times it is one; renewed ten times, one holds", async () => {
    const person = await newPerson();
    const secret = (method: string) =>
      expectJson<{ secret: string }>(person.jar.call(method, "/api/v1/webhook-secret"));
    expect(new Set((await atOnce(() => secret("GET"))).map((one) => one.secret)).size).toBe(1);
    const renewed = (await atOnce(() => secret("POST"))).map((one) => one.secret);
    expect(renewed).toContain((await secret("GET")).secret);
  });

  test("what is told once more is told once", async () => {
    const payer = await newPayer(10);
    const job = await admit(payer, {
      webhookUrl: "https://hooks.example.com/",
      request: { prompt: "a pond", seed: 1, model: "painter", count: 1, class: "interactive" },
    });
    await cancelJob(known, job, Date.now());
    await known.commit([known.webhooks.addSecret(payer.ownerId, "whsec_c2VjcmV0", Date.now())]);
    const { userId, jar } = await newPerson();
    await env.DB.batch([
      env.DB.prepare("UPDATE jobs SET owner_id = ? WHERE id = ?").bind(userId, job.id),
      env.DB.prepare("UPDATE webhook_deliveries SET owner_id = ?, state = 'failed' WHERE job_id = ?").bind(
        userId,
        job.id,
      ),
    ]);
    const open = () =>
      rows("SELECT count(*) AS n FROM outbox WHERE kind = 'deliver_webhook' AND subject = ?", job.id);
    const before = await open();
    expect(await told(() => jar.post(`/api/v1/generations/${job.id}/webhook/resend`, {}))).toEqual({
      200: TIMES,
    });
    expect((await open()) - before).toBe(1);
  });
});

describe("an account", () => {
  test("a mailed link signs in once", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [jar, email] = [new Jar(), newEmail()];
      await expectStatus(jar.post("/api/account/links", { email }), 202);
      const proof = await proofTo(email);
      const answers = await told(() => new Jar().post("/api/account/links/open", { proof }));
      expect(answers).toEqual({ 204: 1, 400: TIMES - 1 });
      const n = "SELECT count(*) AS n FROM devices d JOIN users u ON u.id = d.user_id WHERE u.email = ?";
      expect(await rows(n, email)).toBe(1);
    }
  });

  test("a letter confirms once, a new password is set once", async () => {
    const [jar, email] = [new Jar(), newEmail()];
    await expectStatus(jar.post("/api/account/sign-up", { email, password: PASSWORD }), 202);
    const proof = await proofTo(email);
    const devices = () =>
      rows("SELECT count(*) AS n FROM devices d JOIN users u ON u.id = d.user_id WHERE u.email = ?", email);
    const confirmed = await told(() => {
      const same = new Jar();
      for (const [name, value] of jar.cookies) same.cookies.set(name, value);
      return same.post("/api/account/confirmations", { proof });
    });
    expect(confirmed).toEqual({ 204: 1, 400: TIMES - 1 });
    expect(await devices()).toBe(1);
    await expectStatus(new Jar().post("/api/account/resets", { email }), 202);
    const reset = await proofTo(email);
    const set = await told((at) =>
      new Jar().post("/api/account/resets/open", { proof: reset, password: `${PASSWORD} ${at}` }),
    );
    expect(set).toEqual({ 204: 1, 400: TIMES - 1 });
    expect(await devices()).toBe(1);
  });

  test("keys: no more than one may have, and each goes once", async () => {
    const person = await newPerson();
    const scopes: Scope[] = ["sketches:read"];
    const make = () => person.jar.post("/api/account/keys", { name: "A program", scopes });
    for (let at = 0; at < 16; at++) await expectStatus(make(), 201);
    expect(await told(make)).toEqual({ 201: 4, 409: 6 });
    const { keys } = await expectJson<{ keys: { id: string }[] }>(
      person.jar.call("GET", "/api/account/keys"),
    );
    const gone = await told(() => person.jar.call("DELETE", `/api/account/keys/${keys[0]?.id}`));
    expect((gone[204] ?? 0) + (gone[404] ?? 0)).toBe(TIMES);
  });

  test("tokens, prices, names, signing out", async () => {
    const person = await newPerson();
    expect(await told(() => person.jar.post("/api/account/tokens", {}))).toEqual({ 201: TIMES });
    expect(await told(() => person.jar.post("/api/quotes", { work: "picture" }))).toEqual({ 201: TIMES });
    expect(await told(() => person.jar.call("PATCH", "/api/account", { json: { name: "Ann" } }))).toEqual({
      200: TIMES,
    });
    const { cookie } = person;
    expect(await told(() => call("DELETE", "/api/account/devices", { cookie }))).toEqual({ 204: TIMES });
    expect(await told(() => call("POST", "/api/account/sign-out", { cookie }))).toEqual({ 204: TIMES });
  });

  test("a visitor becomes an account once, whatever opens at once", async () => {
    const jar = new Jar();
    const sketch = await jar.newSketch();
    const emails = Array.from({ length: 4 }, newEmail);
    const proofs: string[] = [];
    for (const email of emails) {
      await expectStatus(jar.post("/api/account/links", { email }), 202);
      proofs.push(await proofTo(email));
    }
    const { cookie } = jar;
    const opened = await Promise.all(
      proofs.map((proof) => call("POST", "/api/account/links/open", { cookie, json: { proof } })),
    );
    expect(opened.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    expect(await rows("SELECT count(*) AS n FROM sketches WHERE id = ?", sketch.id)).toBe(1);
  });

  test("leaving", async () => {
    const person = await newPerson();
    const { cookie } = person;
    const json = { confirm: person.email };
    const gone = await told(() => call("POST", "/api/account/delete", { cookie, json }));
    expect((gone[204] ?? 0) + (gone[401] ?? 0)).toBe(TIMES);
    expect(gone[204]).toBeGreaterThan(0);
    for (const entry of await openOfKind("purge_user"))
      await runOutboxEntry(known, { purge_user: async () => "done" } as never, entry.id, Date.now());
  });
});

describe("those who run it", () => {
  let person: Person;
  beforeEach(async () => {
    person = await newPerson();
  });
  const say = (what: string, json: object) =>
    admin.jar.post(`/api/admin/users/${person.userId}/${what}`, { ...json, reason });
  const lines = () => rows("SELECT count(*) AS n FROM audit WHERE subject = ?", person.userId);

  test("bans, and lets in again: each is written down once", async () => {
    expect(await told(() => say("ban", { banned: true }))).toEqual({ 200: TIMES });
    expect(await lines()).toBe(1);
    expect(await told(() => say("ban", { banned: false }))).toEqual({ 200: TIMES });
    expect(await lines()).toBe(2);
  });
  test("roles and credits: once", async () => {
    expect(await told(() => say("role", { role: "moderator" }))).toEqual({ 200: TIMES });
    expect(await lines()).toBe(1);
    const credits = () => say("credits", { units: 7, ticket: `twice-${person.userId}` });
    expect(await told(credits)).toEqual({ 200: TIMES });
    expect(await lines()).toBe(2);
    const { available } = await expectJson<{ available: number }>(credits());
    expect(available).toBe(7);
  });
  test("the brakes: once", async () => {
    const stops = () => rows("SELECT count(*) AS n FROM audit WHERE subject = ?", "free_work");
    const before = await stops();
    const set = (stopped: boolean) => () => admin.jar.post("/api/admin/stops/free_work", { stopped, reason });
    expect(await told(set(true))).toEqual({ 200: TIMES });
    expect((await stops()) - before).toBe(1);
    expect(await told(set(false))).toEqual({ 200: TIMES });
    expect((await stops()) - before).toBe(2);
  });
});

test("one who waits is begun once", async () => {
  const payer = await newPayer(10);
  const job = await admit(payer);
  await atOnce(() => known.dispatcher("local").enqueueJob(job));
  await becomes(job.id, "queued");
  await cancelJob(known, await jobNow(job.id), Date.now());
});

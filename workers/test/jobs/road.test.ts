/** One job's road: admitted, dispatched, produced, stored, settled; and each thing that can go wrong on it. */
import { poke } from "../../src/outbox/poke.ts";
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { sweepOutbox } from "../../src/outbox/sweep-outbox.ts";
import { LedgerError } from "../../src/ledger/commit-ledger.ts";
import { admitJob } from "../../src/jobs/admit-job.ts";
import { cancelJob } from "../../src/jobs/cancel-job.ts";
import { dispatchJob } from "../../src/jobs/dispatch-job.ts";
import { eraseJobsOf } from "../../src/jobs/erase-job.ts";
import { purgeJobRuns } from "../../src/jobs/purge-job-runs.ts";
import { jpeg, png } from "../images.ts";
import { balanceOf, divergences, known } from "../ledger/books.ts";
import { call, expectJson, operator } from "../people.ts";
import { eventually } from "../wire.ts";
import {
  INPUTS,
  JobHost,
  SIDE_PX,
  WORKFLOW,
  admission,
  admit,
  becomes,
  dispatcherNow,
  endAllJobs,
  jobNow,
  newPayer,
  operations,
  leave,
} from "./stage.ts";

afterEach(endAllJobs);

const NOT_A_JOB = "job_01ARZ3NDEKTSV4RRFFQ69G5FAV";

test("[JB1 JB2 JB12] a job is held, offered without a word of whose it is, stored, captured once", async () => {
  const payer = await newPayer(10);
  const host = await JobHost.start();
  host.ask();
  const job = await admit(payer, { outputs: 2, units: 3 });
  expect(await balanceOf(payer.payerId)).toEqual({ posted: 10, held: 3 });
  const offer = await host.offered();
  expect(offer).toMatchObject({ job: job.id, attempt: 1, offer: 1, workflow: WORKFLOW, inputs: INPUTS });
  expect(JSON.stringify(offer)).not.toContain(payer.ownerId);
  expect(JSON.stringify(offer)).not.toContain(payer.payerId);
  expect(await jobNow(job.id)).toMatchObject({ state: "running", holder: host.agent.agentId, attempt: 1 });
  await host.finish(offer);
  expect(await jobNow(job.id)).toMatchObject({ state: "succeeded", holder: null, reason: null });
  const results = await known.jobs.resultsOf([job.id]);
  expect(results.map(({ position, widthPx, format }) => [position, widthPx, format])).toEqual([
    [0, SIDE_PX, "png"],
    [1, SIDE_PX, "png"],
  ]);
  expect(await env.MEDIA.head(results[1]?.objectKey ?? "")).not.toBeNull();
  expect(await operations(job.id)).toEqual([
    { kind: "hold", amount: 3 },
    { kind: "capture", amount: 3 },
  ]);
  // Said again it is acknowledged, and nothing is done.
  host.sayDone(offer, await host.store(offer));
  host.say({ type: "job_failed", job: job.id, attempt: 1, reason: "memory" });
  await host.told("job_settled");
  expect(await balanceOf(payer.payerId)).toEqual({ posted: 7, held: 0 });
  expect(await divergences()).toEqual([]);
});

test("[JB2] offers take of what is asked for, and know which ask they crossed", async () => {
  const payer = await newPayer(10);
  const host = await JobHost.start();
  const [first, second] = [await admit(payer), await admit(payer)];
  host.ask();
  const offer = await host.offered();
  expect(offer.job).toBe(first.id);
  // Says nothing of the offer: it was on its way.
  host.ask({ heard: 0, free: 1 });
  host.ask({ heard: 1, free: 0, holding: [{ job: offer.job, attempt: 1 }] });
  await host.finish(offer);
  expect((await jobNow(second.id)).state).toBe("queued");
  host.ask({ workflows: ["other"] });
  await dispatchJob(known, second.id);
  expect((await jobNow(second.id)).state).toBe("queued");
  host.ask();
  expect((await host.offered()).job).toBe(second.id);
});

test("[JB4] who is not the present holder of the present attempt changes nothing", async () => {
  const payer = await newPayer(10);
  const [a, b] = [await JobHost.start(), await JobHost.start()];
  a.ask();
  const job = await admit(payer);
  const offer = await a.offered();
  const results = await a.store(offer);
  b.sayDone({ job: job.id, attempt: 1 }, results);
  await b.told("job_settled");
  b.say({ type: "job_progress", job: job.id, attempt: 1, step: 1, steps: 4, output: 0, paused: false });
  await b.told("job_cancel");
  a.sayDone({ job: job.id, attempt: 7 }, results);
  await a.told("job_settled");
  b.say({ type: "job_done", job: NOT_A_JOB, attempt: 1, results, produceMs: 1 });
  await b.told("job_settled");
  expect(await jobNow(job.id)).toMatchObject({ state: "running", holder: a.agent.agentId });
  a.say({ type: "job_returned", job: job.id, attempt: 1, why: "busy" });
  b.ask();
  const again = await b.offered();
  expect(again).toMatchObject({ job: job.id, attempt: 2 });
  // The first run's end comes late, with everything it stored.
  a.sayDone(offer, results);
  await a.told("job_settled");
  expect((await jobNow(job.id)).state).toBe("running");
  await b.finish(again);
  expect((await known.jobs.resultsOf([job.id])).map(({ attempt }) => attempt)).toEqual([2]);
  expect(await balanceOf(payer.payerId)).toEqual({ posted: 8, held: 0 });
  // What the first run stored is removed, what is shown stays.
  expect(await purgeJobRuns(known, job.id)).toBe("done");
  const { objects } = await env.MEDIA.list({ prefix: `jobs/${job.id}/` });
  expect(objects.map(({ key }) => key.split("/")[2])).toEqual(["2", "2"]);
});

test("what says it is done and is not what was stored counts as a failed run", async () => {
  const payer = await newPayer(10);
  const host = await JobHost.start();
  host.ask();
  const job = await admit(payer);
  const offer = await host.offered();
  const [result] = await host.store(offer);
  if (!result) throw new Error("nothing stored");
  host.sayDone(offer, [{ ...result, etag: "another" }]);
  await host.told("job_settled");
  expect(await jobNow(job.id)).toMatchObject({
    state: "queued",
    tries: 1,
    failedHosts: [host.agent.agentId],
  });
  expect(await balanceOf(payer.payerId)).toEqual({ posted: 10, held: 2 });
});

test("[JB6] a ticket opens one key, once, for a whole picture of the size that was asked for", async () => {
  const payer = await newPayer(10);
  const host = await JobHost.start();
  host.ask();
  await admit(payer);
  const { outputs } = await host.offered();
  const { result, thumbnail } = outputs[0] ?? {};
  if (!result || !thumbnail) throw new Error("no outputs");
  const status = async (leave: typeof result, bytes: Uint8Array<ArrayBuffer>) =>
    (await host.upload(leave, bytes)).status;
  const whole = png(SIDE_PX, SIDE_PX);
  const tail = new Uint8Array([...whole, ...new TextEncoder().encode("<script>")]);
  const svg = Uint8Array.from(
    new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  );
  for (const bad of [svg, tail, png(SIDE_PX, 32), whole.slice(0, -20), new Uint8Array(0), jpeg(8, 8)])
    expect(await status(result, bad)).toBe(400);
  expect(await status({ ...result, ticket: thumbnail.ticket }, whole)).toBe(401);
  expect(await status({ ...result, ticket: "eyJ.a.b" }, whole)).toBe(401);
  expect(await status({ ...thumbnail, path: result.path }, whole)).toBe(401);
  expect(await status(result, whole)).toBe(200);
  expect(await status(result, whole)).toBe(200);
  expect(await status(result, jpeg(SIDE_PX, SIDE_PX))).toBe(409);
  expect(await status(thumbnail, jpeg(8, 8))).toBe(200);
});

test("a cancel is at once at each stage, gives everything back, and is final", async () => {
  const payer = await newPayer(10);
  const waiting = await admit(payer);
  expect((await cancelJob(known, await jobNow(waiting.id), Date.now())).state).toBe("cancelled");
  const host = await JobHost.start();
  host.ask();
  const job = await admit(payer);
  const offer = await host.offered();
  expect(offer.job).toBe(job.id);
  const results = await host.store(offer);
  await cancelJob(known, await jobNow(job.id), Date.now());
  expect(await host.told("job_cancel")).toMatchObject({ job: job.id, attempt: 1 });
  expect(await balanceOf(payer.payerId)).toEqual({ posted: 10, held: 0 });
  host.sayDone(offer, results);
  await host.told("job_settled");
  const done = await cancelJob(known, await jobNow(job.id), Date.now());
  expect([done.state, (await known.jobs.resultsOf([job.id])).length]).toEqual(["cancelled", 0]);
  expect(await operations(job.id)).toEqual([
    { kind: "hold", amount: 2 },
    { kind: "release", amount: 0 },
  ]);
});

test("a cancel and an end that come together: one of them counts, in money too", async () => {
  const payer = await newPayer(50);
  const host = await JobHost.start();
  for (let round = 0; round < 6; round++) {
    host.ask();
    const job = await admit(payer);
    const offer = await host.offered();
    const results = await host.store(offer);
    const row = await jobNow(job.id);
    const cancelled = cancelJob(known, row, Date.now());
    host.sayDone(offer, results);
    await cancelled;
    await host.told("job_settled");
    const { state } = await jobNow(job.id);
    const stored = (await known.jobs.resultsOf([job.id])).length;
    const [, end] = await operations(job.id);
    expect([state, stored, end?.kind]).toEqual(
      state === "succeeded" ? ["succeeded", 1, "capture"] : ["cancelled", 0, "release"],
    );
  }
  expect(await divergences()).toEqual([]);
});

test("the same key is the same job; with another body it is refused; and costs once", async () => {
  const payer = await newPayer(10);
  const keyed = { idempotencyKey: "key-1" };
  const all = await Promise.all(Array.from({ length: 8 }, () => admit(payer, keyed)));
  expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  await expect(admit(payer, { ...keyed, request: { prompt: "another" } })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await balanceOf(payer.payerId)).toEqual({ posted: 10, held: 2 });
  const other = await newPayer(10);
  expect((await admit(other, keyed)).id).not.toBe(all[0]?.id);
  const tomorrow = await admit(payer, keyed, {}, Date.now() + 86_400_001);
  expect(tomorrow.id).not.toBe(all[0]?.id);
});

test("without credits nothing is there afterwards", async () => {
  const payer = await newPayer(1);
  const before = await known.jobs.listOf(payer.ownerId, null, 5);
  await expect(admit(payer)).rejects.toThrow(LedgerError);
  expect([before, await known.jobs.listOf(payer.ownerId, null, 5)]).toEqual([[], []]);
});

test("a queue message that was lost, doubled or came late changes nothing but the time", async () => {
  const payer = await newPayer(10);
  const host = await JobHost.start();
  host.ask();
  const silent = { ...known, pokeJob: () => poke("JOBS", () => Promise.reject(new Error("lost"))) };
  const job = await admitJob(silent, leave(), admission(payer), Date.now());
  await expect(host.agent.control?.take(() => undefined, "an offer", 300)).rejects.toThrow();
  await sweepOutbox(known, { dispatch_job: dispatchJob } as never, Date.now() + 61_000);
  const offer = await host.offered();
  await Promise.all(Array.from({ length: 5 }, () => dispatchJob(known, job.id)));
  await host.finish(offer);
  await dispatchJob(known, job.id);
  host.ask();
  await expect(host.agent.control?.take(() => undefined, "an offer", 300)).rejects.toThrow();
  expect((await jobNow(job.id)).attempt).toBe(1);
});

test("[JB5] a host that lost its memory is given its job again, under the next attempt", async () => {
  const payer = await newPayer(10);
  const host = await JobHost.start();
  host.ask();
  const job = await admit(payer);
  await host.offered();
  await host.again();
  host.ask();
  const again = await host.offered();
  expect(again).toMatchObject({ job: job.id, attempt: 2 });
  expect(await jobNow(job.id)).toMatchObject({ tries: 1 });
  await host.finish(again);
});

test("[JB5 JB7] a dispatcher that begins anew keeps who has what: the run ends once, wherever its end is heard", async () => {
  const payer = await newPayer(10);
  const host = await JobHost.start();
  host.ask();
  const [job, next] = [await admit(payer), await admit(payer)];
  const offer = await host.offered();
  const results = await host.store(offer);
  await evictDurableObject(dispatcherNow(), { webSockets: "close" });
  await host.again();
  host.ask({ free: 0, holding: [{ job: job.id, attempt: 1 }] });
  host.sayDone(offer, results);
  await host.told("job_settled");
  expect((await jobNow(job.id)).state).toBe("succeeded");
  host.ask();
  expect((await host.offered()).job).toBe(next.id);
});

test("[JB5] asleep and woken, a dispatcher asks its hosts again what they want", async () => {
  const payer = await newPayer(10);
  const host = await JobHost.start();
  host.ask();
  await evictDurableObject(dispatcherNow(), { webSockets: "hibernate" });
  const job = await admit(payer);
  expect(await host.told("registered")).toMatchObject({ jobs: 1 });
  host.ask({ heard: 0 });
  expect((await host.offered()).job).toBe(job.id);
});

test("[JB9] a host that cannot run it is not asked again, and is not to blame", async () => {
  const payer = await newPayer(10);
  const [a, b] = [await JobHost.start(), await JobHost.start()];
  a.ask();
  const job = await admit(payer);
  await a.offered();
  a.say({ type: "job_failed", job: job.id, attempt: 1, reason: "unfit" });
  await a.told("job_settled");
  a.ask();
  b.ask();
  expect((await b.offered()).attempt).toBe(2);
  expect(await jobNow(job.id)).toMatchObject({ tries: 0, failedHosts: [] });
});

test("three hosts in vain: kept from the others, everything given back, and the operator sees it", async () => {
  const payer = await newPayer(10);
  const job = await admit(payer);
  for (let at = 0; at < 3; at++) {
    const host = await JobHost.start();
    host.ask();
    const offer = await host.offered();
    host.say({ type: "job_failed", job: job.id, attempt: offer.attempt, reason: "host" });
    await host.told("job_settled");
    host.agent.die();
  }
  expect(await becomes(job.id, "failed")).toMatchObject({ reason: "poison", tries: 3 });
  expect(await balanceOf(payer.payerId)).toEqual({ posted: 10, held: 0 });
  const seen = await expectJson<{ failed: { id: string; reason: string; runs: { outcome: string }[] }[] }>(
    call("GET", "/api/operator/jobs", { headers: operator }),
  );
  const failed = seen.failed.find(({ id }) => id === job.id);
  expect(failed).toMatchObject({ reason: "poison" });
  expect(failed?.runs.map(({ outcome }) => outcome)).toEqual(["host", "host", "host"]);
  expect(JSON.stringify(failed)).not.toContain("pond");
});

test("what waits past its deadline ends, and costs nothing", async () => {
  const payer = await newPayer(10);
  const job = await admitJob(known, leave(), admission(payer), Date.now() - 7 * 3_600_000);
  await eventually(async () => {
    await dispatcherNow().sweepJobs();
    return (await jobNow(job.id)).state === "failed";
  }, "it is given up");
  expect(await jobNow(job.id)).toMatchObject({ reason: "expired" });
  expect(await balanceOf(payer.payerId)).toEqual({ posted: 10, held: 0 });
});

test("while all work is stopped nothing is offered, and it goes on after", async () => {
  const payer = await newPayer(10);
  const host = await JobHost.start();
  await dispatcherNow().setStopped(true);
  host.ask();
  const job = await admit(payer);
  await expect(host.agent.control?.take(() => undefined, "an offer", 300)).rejects.toThrow();
  await dispatcherNow().setStopped(false);
  expect((await host.offered()).job).toBe(job.id);
});

test("of somebody who is gone nothing stays of what was asked for or made; the books do", async () => {
  const payer = await newPayer(10);
  const host = await JobHost.start();
  host.ask();
  const done = await admit(payer);
  await host.finish(await host.offered());
  const open = await admit(payer);
  expect(await eraseJobsOf(known, payer.ownerId, Date.now())).toBe(false);
  expect((await jobNow(open.id)).state).toBe("cancelled");
  const rows = JSON.stringify([await jobNow(done.id), await jobNow(open.id)]);
  expect(rows).not.toContain("pond");
  const { objects } = await env.MEDIA.list({ prefix: `jobs/${done.id}/` });
  // Places that its host has leave for stay taken until that ends.
  expect(objects.every(({ size }) => size === 0)).toBe(true);
  expect(await known.jobs.resultsOf([done.id])).toEqual([]);
  expect(await balanceOf(payer.payerId)).toEqual({ posted: 8, held: 0 });
  expect(await divergences()).toEqual([]);
});

/** Webhooks: signed, told once and again until they are heard, and never to what is not public. */
import { createHmac } from "node:crypto";
import type { GenerationView } from "@llamasketch/contract";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { cancelJob } from "../../src/jobs/cancel-job.ts";
import { deliverWebhook, webhookReceiver } from "../../src/notify/deliver-webhook.ts";
import { refusedAddress } from "../../src/notify/webhook-address.ts";
import { newKeyOf, newPerson } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { JobHost, endAllJobs } from "../jobs/stage.ts";
import { known } from "../ledger/books.ts";
import { call, expectJson, give, newSketch } from "../people.ts";
import { openOfKind } from "../outbox.ts";

const HOOK = "https://hooks.example.com/pictures";
const ASKED = { prompt: "a house at dusk", widthPx: 256, heightPx: 256, model: "painter", webhook: HOOK };

let key: { authorization: string };
beforeAll(async () => {
  const person = await newPerson();
  await give(person.cookie, 1000);
  key = { authorization: `Bearer ${await newKeyOf(person, ["generations:read", "generations:write"])}` };
});
afterEach(endAllJobs);

const post = (path: string, json: object = {}) => call("POST", path, { json, headers: key });
const look = (id: string) =>
  expectJson<{ state: string; attempts: number; lastStatus: number | null; nextAt: string | null }>(
    call("GET", `/api/v1/generations/${id}/webhook`, { headers: key }),
  );

async function made(): Promise<string> {
  const host = await JobHost.start();
  host.ask();
  const { id } = await expectJson<GenerationView>(post("/api/v1/generations", ASKED), 201);
  await host.finish(await host.offered());
  host.agent.die();
  return id;
}

/** A receiver that answers what it is told to. */
function receiver(...answers: (number | "nothing")[]) {
  const heard: { url: string; init: RequestInit }[] = [];
  const send = (url: string, init: RequestInit): Promise<Response> => {
    heard.push({ url, init });
    const status = answers.shift() ?? 204;
    if (status === "nothing") return Promise.reject(new TypeError("no route"));
    return Promise.resolve(new Response(null, { status, headers: { location: "http://169.254.169.254/" } }));
  };
  return { heard, send };
}

interface Heard {
  init: RequestInit;
}
/** As a receiver reckons it. */
function signedWith(secret: string, heard: Heard | undefined): string {
  const headers = heard?.init.headers as Record<string, string>;
  const said = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${String(heard?.init.body)}`;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  return `v1,${createHmac("sha256", key).update(said).digest("base64")}`;
}
const signatures = (heard: Heard | undefined): string[] =>
  new Headers(heard?.init.headers).get("webhook-signature")?.split(" ") ?? [];
const secretNow = (how: "GET" | "POST"): Promise<{ secret: string }> =>
  expectJson(call(how, "/api/v1/webhook-secret", { headers: key }));

test("its end is told, signed so that a standard library verifies it", async () => {
  const id = await made();
  const { heard, send } = receiver(204);
  await deliverWebhook(known, id, Date.now(), send);
  const { secret } = await expectJson<{ secret: string }>(
    call("GET", "/api/v1/webhook-secret", { headers: key }),
  );
  const [first] = heard;
  const headers = first?.init.headers as Record<string, string>;
  const body = String(first?.init.body);
  expect(headers["webhook-signature"]).toBe(signedWith(secret, first));
  expect(headers["webhook-id"]).toBe(`msg_${id}`);
  const told = JSON.parse(body) as { type: string; data: GenerationView };
  expect([told.type, told.data.id, told.data.results.length]).toEqual(["generation.succeeded", id, 1]);
  expect([first?.url, first?.init.redirect]).toEqual([HOOK, "manual"]);
  expect(await look(id)).toMatchObject({ state: "delivered", attempts: 1, lastStatus: 204 });
  // The queue may say it twice.
  await deliverWebhook(known, id, Date.now(), send);
  expect(heard).toHaveLength(1);
});

test("what is not heard is told again later; a redirect is not followed; in the end it is given up", async () => {
  const id = await made();
  const { heard, send } = receiver(500, 302, "nothing", 404, 503, 429, 400, 500);
  for (let tries = 0; tries < 8; tries++) {
    expect(await look(id)).toMatchObject({ state: "pending", attempts: tries });
    await deliverWebhook(known, id, Date.now(), send);
  }
  expect(heard).toHaveLength(8);
  expect(heard.every(({ url }) => url === HOOK)).toBe(true);
  expect(await look(id)).toMatchObject({ state: "failed", attempts: 8, lastStatus: 500 });
  const due = (await openOfKind("deliver_webhook")).filter(({ subject }) => subject === id);
  expect(due.filter(({ dueAt }) => dueAt > Date.now()).length).toBeGreaterThanOrEqual(6);
  await expectJson(post(`/api/v1/generations/${id}/webhook/resend`));
  const ids = new Set(heard.map(({ init }) => (init.headers as Record<string, string>)["webhook-id"]));
  expect(ids.size).toBe(1);
});

test("a cancelled generation is told too; a new secret signs beside those of a day before; others' are not there", async () => {
  const { id } = await expectJson<GenerationView>(post("/api/v1/generations", ASKED), 201);
  await expectProblem(call("GET", `/api/v1/generations/${id}/webhook`, { headers: key }), "not_found");
  await expectJson(post(`/api/v1/generations/${id}/cancel`));
  const [first, second, third] = [await secretNow("GET"), await secretNow("POST"), await secretNow("POST")];
  expect(new Set([first.secret, second.secret, third.secret]).size).toBe(3);
  expect(await secretNow("GET")).toEqual(third);
  const { heard, send } = receiver(500, 200);
  await deliverWebhook(known, id, Date.now(), send);
  expect(String(heard[0]?.init.body)).toContain('"type":"generation.cancelled"');
  expect(signatures(heard[0])).toEqual(
    [third, second, first].map(({ secret }) => signedWith(secret, heard[0])),
  );
  // A day later the new one signs alone.
  await deliverWebhook(known, id, Date.now() + 86_400_000 + 60_000, send);
  expect(signatures(heard[1])).toEqual([signedWith(third.secret, heard[1])]);
  const { cookie } = await newSketch();
  await expectProblem(
    call("POST", `/api/v1/generations/${id}/webhook/resend`, { json: {}, cookie }),
    "not_found",
  );
});

test("410 stops an address for good, in any spelling, until it is turned on again; others go on", async () => {
  const [gone, next] = [await made(), await made()];
  const { heard, send } = receiver(410, 410, 204);
  await deliverWebhook(known, gone, Date.now(), send);
  expect(await look(gone)).toMatchObject({ state: "stopped", attempts: 1, lastStatus: 410, nextAt: null });
  expect(
    (await openOfKind("deliver_webhook")).filter(
      ({ subject, dueAt }) => subject === gone && dueAt > Date.now(),
    ),
  ).toEqual([]);
  const stops = () =>
    expectJson<{ webhooks: { url: string }[] }>(call("GET", "/api/v1/webhook-stops", { headers: key }));
  expect((await stops()).webhooks.map(({ url }) => url)).toEqual([HOOK]);
  // What ends later is not sent there, and says so at once.
  expect(await look(next)).toMatchObject({ state: "stopped", attempts: 0 });
  await deliverWebhook(known, next, Date.now(), send);
  expect(heard).toHaveLength(1);
  expect(await look(next)).toMatchObject({ state: "stopped", lastStatus: null });
  await expectProblem(post(`/api/v1/generations/${next}/webhook/resend`), "conflict");
  // Somebody else's stays as it is.
  const { cookie } = await newSketch();
  expect(await expectJson(call("GET", "/api/v1/webhook-stops", { cookie }))).toEqual({ webhooks: [] });
  await call("POST", "/api/v1/webhook-stops/resume", { json: { url: HOOK }, cookie });
  expect((await stops()).webhooks).toHaveLength(1);
  for (let times = 0; times < 2; times++)
    expect(await expectJson(post("/api/v1/webhook-stops/resume", { url: `${HOOK}#again` }))).toEqual({
      webhooks: [],
    });
  expect(await look(next)).toMatchObject({ state: "failed" });
  expect(await expectJson(post(`/api/v1/generations/${next}/webhook/resend`))).toMatchObject({
    state: "pending",
  });
  await deliverWebhook(known, next, Date.now(), receiver(204).send);
  expect(await look(next)).toMatchObject({ state: "delivered", lastStatus: 204 });
  await expectProblem(post("/api/v1/webhook-stops/resume", { url: "nowhere" }), "bad_request");
});

test("all of one's own are listed, the newest first, page by page, with when they are tried again", async () => {
  const ids = [await made(), await made()].toReversed();
  const [newest = ""] = ids;
  await deliverWebhook(known, newest, Date.now(), receiver(500).send);
  interface Page {
    deliveries: { generation: string; state: string; nextAt: string | null; url: string; prompt: string }[];
    nextCursor: string;
  }
  const page = (query: string): Promise<Page> =>
    expectJson(call("GET", `/api/v1/webhook-deliveries?${query}`, { headers: key }));
  const first = await page("limit=1");
  expect(first.deliveries).toMatchObject([
    { generation: newest, state: "pending", url: HOOK, prompt: ASKED.prompt },
  ]);
  expect(Date.parse(first.deliveries[0]?.nextAt ?? "")).toBeGreaterThan(Date.now() + 30_000);
  const second = await page(`limit=1&cursor=${first.nextCursor}`);
  expect(second.deliveries).toMatchObject([{ generation: ids[1] }]);
  await deliverWebhook(known, newest, Date.now(), receiver(204).send);
  expect((await page("limit=1")).deliveries[0]).toMatchObject({ state: "delivered", nextAt: null });
  const { cookie } = await newSketch();
  expect(await expectJson(call("GET", "/api/v1/webhook-deliveries", { cookie }))).toEqual({
    deliveries: [],
    nextCursor: null,
  });
  await expectProblem(call("GET", "/api/v1/webhook-deliveries?cursor=x", { headers: key }), "bad_request");
});

test("an end wakes the queue of deliveries, never that of jobs, behind which others wait", async () => {
  const { id } = await expectJson<GenerationView>(post("/api/v1/generations", ASKED), 201);
  const row = await known.jobs.byId(id);
  if (!row) throw new Error("there is no such job");
  const poked: string[] = [];
  const poke = (queue: string) => (what: unknown) => {
    poked.push(`${queue} ${JSON.stringify(what)}`);
    return Promise.resolve({} as never);
  };
  await cancelJob({ ...known, pokeJob: poke("jobs"), pokeOutside: poke("outside") }, row, Date.now());
  expect(poked).toEqual([`outside [{"outboxId":"call:${id}"}]`]);
  expect(await webhookReceiver(known, id)).toEqual({ personId: row.ownerId, host: "hooks.example.com" });
});

describe("addresses", () => {
  test.each([
    "http://hooks.example.com/",
    "https://169.254.169.254/latest/meta-data",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://10.0.0.8/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://[::1]/",
    "https://[fd00::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://localhost/",
    "https://metadata.google.internal/",
    "https://printer.local/",
    "https://intranet/",
    "https://user:secret@hooks.example.com/",
    "ftp://hooks.example.com/",
    "https://hooks.example.com:22/",
    "https://hooks.example.com:25/",
    "https://hooks.example.com:80/",
    "https://hooks.example.com:6379/",
    "https://hooks.example.com:65535/",
    "https://hooks.example.com./",
    "https://localhost./",
    "https://localhost../",
    "https://127.0.0.1./",
    "https://10.0.0.1.nip.io/",
    "https://app.10-0-0-1.nip.io/",
    "https://0a000001.nip.io/",
    "https://8.8.8.8.nip.io/",
    "https://www.192-168-0-1.sslip.io/",
    "https://--1.sslip.io/",
    "https://localtest.me/",
    "https://x.lvh.me/",
    "https://10.0.0.1.rebind.example.com/",
    "https://db-192-168-7-9.example.com/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0x7f000001/",
    "https://127.1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::a00:1]/",
    "https://[2002:a00:1::]/",
    "https://[2001:0:a00:1::]/",
    "https://[fe80::1]/",
    "https://[ff02::1]/",
    "https://[4000::1]/",
    "https://255.255.255.255/",
    "https://0.0.0.0/",
    "https://[::]/",
    "https://@127.0.0.1/",
    "https://hooks.example.com@10.0.0.1/",
    "https://host.localdomain/",
    "javascript:alert(1)",
  ])("%s is refused", (address) => {
    expect(refusedAddress(address, false)).not.toBeNull();
  });

  test("public ones are not; a person's own machine is in development alone", async () => {
    for (const address of [
      HOOK,
      "https://8.8.8.8/x",
      "https://[2606:4700::1111]/",
      "https://hooks.example.com:443/",
      "https://hooks.example.com:8443/x",
      "https://ec2-52-95-110-1.eu-west-1.compute.amazonaws.com/",
      "https://release-1-2-3.example.com/",
    ])
      expect(refusedAddress(address, false)).toBeNull();
    expect(refusedAddress("http://localhost:9000/x", true)).toBeNull();
    expect(refusedAddress("http://192.168.0.1/x", true)).not.toBeNull();
    await expectProblem(
      post("/api/v1/generations", { ...ASKED, webhook: "https://169.254.169.254/x" }),
      "bad_request",
    );
  });
});

/** Deleting: gone at once for everyone, and soon from every store. */
import {
  createMessageBatch,
  createScheduledController,
  createExecutionContext,
  getQueueResult,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { CLOSE } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { newId } from "../src/ids.ts";
import { services } from "../src/services.ts";
import worker from "../src/worker.ts";
import { Drawer } from "./drawer.ts";
import { FakeAgent } from "./fake-agent.ts";
import { expectProblem } from "./http/problem.ts";
import { keptPicture } from "./kept-picture.ts";
import { call, newSketch, overview, ticketFor, type Owned } from "./people.ts";
import { Wire, eventually } from "./wire.ts";

const count = async (table: string, column: string, id: string): Promise<number> =>
  (
    await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`)
      .bind(id)
      .first<{ n: number }>()
  )?.n ?? -1;

const left = async ({ sketch: { id } }: Owned) => ({
  media: (await env.MEDIA.list({ prefix: `sketches/${id}/` })).objects.length,
  chunks: await count("stroke_chunks", "sketch_id", id),
  pictures: await count("pictures", "sketch_id", id),
  sketches: await count("sketches", "id", id),
});
const NOTHING = { media: 0, chunks: 0, pictures: 0, sketches: 0 };

/** A sketch with two chunks and a picture in every store. */
async function filled(): Promise<Owned> {
  const owned = await newSketch();
  const clientId = "drawer-with-a-name";
  await keptPicture(owned, { clientId });
  const drawer = await Drawer.join(owned, { clientId });
  for (const id of [1, 2]) drawer.chunk(id, new Uint8Array([id]));
  await drawer.take("saved", ({ index }) => index === 1);
  drawer.wire.close();
  expect(await left(owned)).toEqual({ media: 3, chunks: 2, pictures: 1, sketches: 1 });
  return owned;
}

/** Deletes as the route does, except that the queue's message is lost. Returns the outbox entry. */
async function deletedUnheard({ sketch }: Owned, atMs: number): Promise<string> {
  const { commit, sketches, outbox } = services(env);
  const owner = await env.DB.prepare("SELECT owner_id FROM sketches WHERE id = ?")
    .bind(sketch.id)
    .first<{ owner_id: string }>();
  const id = newId("request");
  await commit([
    sketches.markDeleted(sketch.id, owner?.owner_id ?? "", atMs),
    outbox.add({ id, kind: "purge_sketch", subject: sketch.id, createdAt: atMs }),
  ]);
  return id;
}
const entry = (id: string) =>
  env.DB.prepare("SELECT attempts, done_at FROM outbox WHERE id = ?")
    .bind(id)
    .first<{ attempts: number; done_at: number | null }>();
const sweep = () => worker.scheduled(createScheduledController(), env);
const deliver = async (bodies: { outboxId: string }[]) => {
  const messages = bodies.map((body, at) => ({ id: `m${at}`, timestamp: new Date(), attempts: 1, body }));
  const batch = createMessageBatch<{ outboxId: string }>("llamasketch-purges", messages);
  const ctx = createExecutionContext();
  await worker.queue(batch, env);
  return getQueueResult(batch, ctx);
};

test("a deleted sketch's pictures, strokes and rows are removed through outbox and queue", async () => {
  const owned = await filled();
  const bystander = await filled();
  const { cookie, sketch } = owned;
  expect((await call("DELETE", `/api/sketches/${sketch.id}`, { cookie })).status).toBe(204);
  await expectProblem(call("GET", `/api/sketches/${sketch.id}`, { cookie }), "not_found");
  await eventually(
    async () => JSON.stringify(await left(owned)) === JSON.stringify(NOTHING),
    "all is removed",
  );
  const done = await eventually(
    async () =>
      (await env.DB.prepare("SELECT attempts FROM outbox WHERE subject = ? AND done_at IS NOT NULL")
        .bind(sketch.id)
        .first<{ attempts: number }>()) ?? undefined,
    "the entry is closed",
  );
  expect(done.attempts).toBe(1);
  expect(await left(bystander)).toEqual({ media: 3, chunks: 2, pictures: 1, sketches: 1 });
});

describe("when the queue's message is lost", () => {
  test("the scheduled sweep finds the entry, a minute old, and carries it out", async () => {
    const owned = await filled();
    const id = await deletedUnheard(owned, Date.now() - 61_000);
    await sweep();
    expect(await left(owned)).toEqual(NOTHING);
    expect((await entry(id))?.done_at).not.toBeNull();
    await sweep();
    expect((await entry(id))?.attempts).toBe(1);
  });

  test("a younger entry is left to the queue", async () => {
    const owned = await filled();
    const id = await deletedUnheard(owned, Date.now());
    await sweep();
    expect(await left(owned)).toMatchObject({ sketches: 1, media: 3 });
    expect(await entry(id)).toEqual({ attempts: 0, done_at: null });
  });

  test("an entry that fails does not hold up the others, and is tried again", async () => {
    const [first, second] = [await filled(), await filled()];
    const bad = await deletedUnheard(first, Date.now() - 70_000);
    const good = await deletedUnheard(second, Date.now() - 65_000);
    await env.DB.exec(`UPDATE outbox SET kind = 'unheard_of' WHERE id = '${bad}'`);
    await sweep();
    expect(await left(second)).toEqual(NOTHING);
    expect((await entry(good))?.done_at).not.toBeNull();
    expect(await entry(bad)).toEqual({ attempts: 1, done_at: null });
    await env.DB.exec(`UPDATE outbox SET kind = 'purge_sketch' WHERE id = '${bad}'`);
    await sweep();
    expect(await left(first)).toEqual(NOTHING);
    expect((await entry(bad))?.attempts).toBe(2);
  });
});

describe("the queue's consumer", () => {
  test("a message twice, or about nothing, is taken and harmless", async () => {
    const owned = await filled();
    const outboxId = await deletedUnheard(owned, Date.now());
    const result = await deliver([{ outboxId }, { outboxId }, { outboxId: "req_nothing" }]);
    expect(result.explicitAcks).toEqual(["m0", "m1", "m2"]);
    expect(await left(owned)).toEqual(NOTHING);
    expect((await entry(outboxId))?.attempts).toBe(1);
  });

  test("one that fails is asked for again, alone", async () => {
    const [first, second] = [await filled(), await filled()];
    const bad = await deletedUnheard(first, Date.now());
    const good = await deletedUnheard(second, Date.now());
    await env.DB.exec(`UPDATE outbox SET kind = 'unheard_of' WHERE id = '${bad}'`);
    const result = await deliver([{ outboxId: bad }, { outboxId: good }]);
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(["m0"]);
    expect(result.explicitAcks).toEqual(["m1"]);
    expect(await left(second)).toEqual(NOTHING);
    await env.DB.exec(`UPDATE outbox SET done_at = 1 WHERE id = '${bad}'`);
  });
});

test("everyone on a deleted sketch is sent away, and its host is free again", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  const watcher = await Drawer.join(owned, { pen: "watch" });
  await drawer.live();
  await call("DELETE", `/api/sketches/${owned.sketch.id}`, { cookie: owned.cookie });
  expect(await drawer.wire.ended()).toEqual(CLOSE.deleted);
  expect(await watcher.wire.ended()).toEqual(CLOSE.deleted);
  await eventually(() => agent.links.every(({ wire }) => wire.closed), "the agent is sent away too");
  await eventually(async () => (await left(owned)).sketches === 0, "the rows are removed");
  const { hosts } = await overview();
  expect(hosts.find(({ agentId }) => agentId === agent.agentId)).toMatchObject({
    connected: true,
    sessions: 0,
  });
  expect(agent.assignments).toHaveLength(1);
});

test("who still holds a ticket of a deleted sketch can store nothing", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const { path, ticket } = await ticketFor(owned);
  await call("DELETE", `/api/sketches/${owned.sketch.id}`, { cookie: owned.cookie });
  await eventually(async () => (await left(owned)).sketches === 0, "the rows are removed");
  const late = new Drawer(await Wire.open(`${path}?ticket=${ticket}`), "drawer-too-late");
  late.hello();
  await late.take("pen");
  late.settings();
  await late.live();
  late.frame(1, { pause: true });
  await late.picture(1);
  late.chunk(2, new Uint8Array([2]));
  expect((await late.refused("R11")).code).toBe("not_stored");
  await eventually(
    async () => JSON.stringify(await left(owned)) === JSON.stringify(NOTHING),
    "all is removed",
  );
  expect(late.said().some(({ type }) => type === "kept" || type === "saved")).toBe(false);
});

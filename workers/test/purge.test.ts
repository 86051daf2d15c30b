/** Deleting: gone at once for everyone, to be had back for half an hour, and then gone from every store. */
import {
  createMessageBatch,
  createScheduledController,
  createExecutionContext,
  getQueueResult,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { CLOSE, RESTORE_WITHIN_MS, openedSketchView } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { newId } from "../src/ids.ts";
import { services } from "../src/services.ts";
import { purgeAtMs } from "../src/studios/sketch/purge.ts";
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
const LONG_AGO_MS = RESTORE_WITHIN_MS + 120_000;
const FILLED = { media: 4, chunks: 2, pictures: 1, sketches: 1 };
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
  // Among the objects, the words that the picture was drawn with. Who leaves has what was held written down.
  await eventually(
    async () => JSON.stringify(await left(owned)) === JSON.stringify(FILLED),
    "all is written down",
  );
  return owned;
}

/** Deletes as the route does, long enough ago, except that the queue's message is lost. Returns the outbox entry. */
async function deletedUnheard({ sketch }: Owned, enteredAtMs: number): Promise<string> {
  const { commit, sketches, outbox } = services(env);
  const owner = await env.DB.prepare("SELECT owner_id FROM sketches WHERE id = ?")
    .bind(sketch.id)
    .first<{ owner_id: string }>();
  const id = newId("request");
  const deletedAtMs = enteredAtMs - LONG_AGO_MS;
  await commit([
    sketches.markDeleted(sketch.id, owner?.owner_id ?? "", deletedAtMs),
    outbox.add({
      id,
      kind: "purge_sketch",
      subject: sketch.id,
      createdAt: enteredAtMs,
      dueAt: purgeAtMs(deletedAtMs),
    }),
  ]);
  return id;
}
/** As if the sketch had been deleted so much earlier. */
async function deletedEarlier({ sketch }: Owned, byMs: number): Promise<void> {
  await env.DB.prepare("UPDATE sketches SET deleted_at = deleted_at - ? WHERE id = ?")
    .bind(byMs, sketch.id)
    .run();
  await env.DB.prepare(
    "UPDATE outbox SET created_at = created_at - ?1, due_at = max(0, due_at - ?1) WHERE subject = ?2",
  )
    .bind(byMs, sketch.id)
    .run();
}
const erase = ({ cookie, sketch }: Owned) => call("DELETE", `/api/sketches/${sketch.id}`, { cookie });
const restore = ({ cookie, sketch }: Owned) => call("POST", `/api/sketches/${sketch.id}/restore`, { cookie });
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

test("a deleted sketch's pictures, strokes and rows are removed when nobody took it back in time", async () => {
  const owned = await filled();
  const bystander = await filled();
  const { cookie, sketch } = owned;
  expect((await erase(owned)).status).toBe(204);
  await expectProblem(call("GET", `/api/sketches/${sketch.id}`, { cookie }), "not_found");
  await deletedEarlier(owned, RESTORE_WITHIN_MS - 60_000);
  await sweep();
  expect(await left(owned)).toEqual(FILLED);
  await deletedEarlier(owned, 180_000);
  await sweep();
  expect(await left(owned)).toEqual(NOTHING);
  const open = await env.DB.prepare("SELECT kind FROM outbox WHERE subject = ? AND done_at IS NULL")
    .bind(sketch.id)
    .all();
  expect(open.results).toEqual([]);
  expect(await left(bystander)).toEqual(FILLED);
});

describe("a deletion taken back", () => {
  test("brings the sketch back as it was, and what was to be removed stays", async () => {
    const owned = await filled();
    await erase(owned);
    const view = openedSketchView.omit({ current: true }).parse(await (await restore(owned)).json());
    expect(view).toMatchObject({ id: owned.sketch.id, chunks: 2, pictureCount: 1 });
    expect((await restore(owned)).status).toBe(200);
    await deletedEarlier(owned, LONG_AGO_MS);
    await sweep();
    expect(await left(owned)).toEqual(FILLED);
  });

  test("goes on where it was: same epochs, and only tickets made since then open it", async () => {
    const owned = await filled();
    const old = await ticketFor(owned);
    await erase(owned);
    await eventually(
      async () =>
        (await env.DB.prepare(
          "SELECT 1 FROM outbox WHERE subject = ? AND kind = 'leave_sketch' AND done_at > 0",
        )
          .bind(owned.sketch.id)
          .first()) !== null,
      "everyone was sent away",
    );
    await restore(owned);
    const refused = await Wire.dial(`${old.path}?ticket=${old.ticket}`);
    if (refused instanceof Wire) throw new Error("an old ticket opened a restored sketch");
    expect(refused.status).toBe(404);
    // Tickets know seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const drawer = await Drawer.join(owned);
    expect(drawer.epoch).toBe(2);
    expect((await drawer.take("welcome")).chunks).toBe(2);
  });

  test("is possible for half an hour, for its owner", async () => {
    const owned = await filled();
    const { cookie: stranger } = await newSketch();
    await erase(owned);
    await expectProblem(restore({ ...owned, cookie: stranger }), "not_found");
    await deletedEarlier(owned, RESTORE_WITHIN_MS - 30_000);
    expect((await restore(owned)).status).toBe(200);
    await erase(owned);
    await deletedEarlier(owned, RESTORE_WITHIN_MS);
    await expectProblem(restore(owned), "not_found");
  });

  test("and deleted again, it is removed half an hour after the second time", async () => {
    const owned = await filled();
    await erase(owned);
    await restore(owned);
    await deletedEarlier(owned, LONG_AGO_MS);
    await erase(owned);
    await sweep();
    expect(await left(owned)).toMatchObject({ sketches: 1, media: 4 });
    await deletedEarlier(owned, LONG_AGO_MS);
    await sweep();
    expect(await left(owned)).toEqual(NOTHING);
  });
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
    expect(await left(owned)).toMatchObject({ sketches: 1, media: 4 });
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
    await env.DB.exec(`UPDATE outbox SET kind = 'purge_sketch', due_at = 0 WHERE id = '${bad}'`);
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
  expect(await left(owned)).toMatchObject({ sketches: 1 });
  const { hosts } = await overview();
  expect(hosts.find(({ agentId }) => agentId === agent.agentId)).toMatchObject({
    connected: true,
    sessions: 0,
  });
  expect(agent.assignments).toHaveLength(1);
});

test("who still holds a ticket of a deleted sketch is not let in", async () => {
  const owned = await newSketch();
  const { path, ticket } = await ticketFor(owned);
  await erase(owned);
  const answer = await eventually(async () => {
    const dialled = await Wire.dial(`${path}?ticket=${ticket}`);
    if (!(dialled instanceof Wire)) return dialled;
    dialled.close();
    return undefined;
  }, "the door is shut");
  expect([401, 404]).toContain(answer.status);
});

test("what comes while the rows are being removed is stored nowhere", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const late = await Drawer.drawing(owned);
  await late.live();
  const { commit, sketches, pictures } = services(env);
  // As the purge does, except that the session was not told yet.
  await commit([pictures.purge(owned.sketch.id), ...sketches.purge(owned.sketch.id)]);
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

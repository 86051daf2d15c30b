/** A budget of bytes for each person, over everything that is stored for them, held before and while it is stored. */
import { env } from "cloudflare:workers";
import { STRANGER_STORED_BYTES } from "@llamasketch/pricing";
import type { SketchView, UploadView } from "@llamasketch/contract";
import { afterEach, describe, expect, test } from "vitest";
import { cancelJob } from "../../src/jobs/cancel-job.ts";
import { newId } from "../../src/ids.ts";
import { marked } from "../../src/media/marked.ts";
import { uploadKey } from "../../src/media/job-keys.ts";
import { purgeNow } from "../../src/studios/sketch/purge.ts";
import { Drawer } from "../drawer.ts";
import { keptPicture } from "../kept-picture.ts";
import { newPerson } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { BLUR } from "@llamasketch/testing/sample";
import { jpeg, png } from "../images.ts";
import { Jar, newEmail } from "../jar.ts";
import {
  JobHost,
  admit,
  admission,
  becomes,
  endAllJobs,
  jobNow,
  leave as leaveToAsk,
  newPayer,
} from "../jobs/stage.ts";
import { balanceOf, known } from "../ledger/books.ts";
import { Asker, PainterHost, SMALL } from "../media/stage.ts";
import { call, expectJson, give, newSketch, newSketchPastDoor } from "../people.ts";
import { admitJob } from "../../src/jobs/admit-job.ts";
import { eventually } from "../wire.ts";
import { bring, leave, numbersOf, objectsOf, told, userOf } from "./stage.ts";

afterEach(endAllJobs);

const PICTURE = png(256, 256);
/** As it is kept once it was brought into a sketch, or made. */
const KEPT_BYTES = marked(PICTURE).length;
const cover = (id: string, cookie: string, side = 64) =>
  call("PUT", `/api/sketches/${id}/cover?blur=${encodeURIComponent(BLUR)}`, {
    cookie,
    body: jpeg(side, side),
    headers: { "content-type": "image/jpeg" },
  });
const send = (cookie: string, body: Uint8Array<ArrayBuffer> = PICTURE) =>
  call("POST", "/api/v1/uploads", { cookie, body, headers: { "content-type": "image/png" } });
const statuses = async (answers: Promise<Response>[]): Promise<number[]> => {
  const all = await Promise.all(answers);
  await Promise.all(all.map((answer) => answer.arrayBuffer()));
  return all.map(({ status }) => status).toSorted();
};

describe("everything that is stored counts", () => {
  test("imports, covers, strokes, kept pictures and copies of a sketch, and nothing once it is gone", async () => {
    const owned = await newSketchPastDoor();
    const { cookie, sketch } = owned;
    const userId = await userOf(cookie);
    const numbers = () => numbersOf(userId);
    expect(await numbers()).toEqual({ bytes: 0, reserved: 0, adrift: [] });
    for (const version of [1, 2, 2]) expect((await bring(owned, version, PICTURE)).status).toBe(200);
    let bytes = 2 * KEPT_BYTES;
    expect(await numbers()).toEqual({ bytes, reserved: 0, adrift: [] });
    for (const side of [64, 32]) expect((await cover(sketch.id, cookie, side)).status).toBe(200);
    bytes += jpeg(32, 32).length;
    expect(await numbers()).toMatchObject({ bytes, adrift: [] });
    const drawer = await Drawer.join(owned);
    for (const id of [1, 2, 1]) {
      drawer.chunk(id, new Uint8Array(1000));
      await drawer.take("saved");
    }
    drawer.wire.close();
    bytes += 2000;
    // Whoever looks has it written down.
    expect(await told(cookie)).toMatchObject({ bytes });
    expect(await numbers()).toMatchObject({ bytes, adrift: [] });
    await keptPicture(owned);
    const [last] = (
      await expectJson<{ pictures: { id: string; bytes: number }[] }>(
        call("GET", `/api/sketches/${sketch.id}/pictures`, { cookie }),
      )
    ).pictures;
    bytes += last?.bytes ?? 0;
    expect(await numbers()).toMatchObject({ bytes, adrift: [] });
    expect(await told(cookie)).toMatchObject({ bytes, reservedBytes: 0 });

    const copy = await expectJson<SketchView>(
      call("POST", `/api/sketches/${sketch.id}/duplicate`, { cookie }),
      201,
    );
    expect(copy.copying).toBe(false);
    expect(await numbers()).toEqual({ bytes: 2 * bytes, reserved: 0, adrift: [] });
    const branch = await expectJson<SketchView>(
      call("POST", "/api/sketches", { cookie, json: { branchOf: last?.id } }),
      201,
    );
    expect(await numbers()).toMatchObject({ bytes: 2 * bytes + 2000 + (last?.bytes ?? 0), adrift: [] });

    for (let n = 0; n < 3; n++) await call("DELETE", `/api/pictures/${last?.id}`, { cookie });
    expect(await numbers()).toMatchObject({ bytes: 2 * bytes + 2000, adrift: [] });
    await Promise.all(
      [sketch.id, sketch.id, copy.id, branch.id].map((id) => purgeNow(known, id, Date.now())),
    );
    expect(await numbers()).toEqual({ bytes: 0, reserved: 0, adrift: [] });
  });

  test("uploads, and results with their marked copies and small pictures; what is deleted does not", async () => {
    const asker = await Asker.start();
    const userId = asker.person.userId;
    const painter = await PainterHost.start();
    const { id } = await asker.ask({ prompt: "a house", ...SMALL, count: 2 });
    const waiting = await numbersOf(userId);
    expect(waiting).toMatchObject({ bytes: 0, adrift: [] });
    expect(waiting.reserved).toBeGreaterThan(2 * 256 * 256 * 0.5);
    await painter.make();
    const made = 2 * (KEPT_BYTES + marked(png(16, 16)).length);
    expect(await numbersOf(userId)).toEqual({ bytes: made, reserved: 0, adrift: [] });
    const { id: upload } = await expectJson<UploadView>(
      call("POST", "/api/v1/uploads", {
        body: PICTURE,
        headers: { ...asker.key, "content-type": "image/png" },
      }),
      201,
    );
    expect((await numbersOf(userId)).bytes).toBe(made + PICTURE.length);
    const remove = () =>
      statuses(
        Array.from({ length: 10 }, () => call("DELETE", `/api/v1/uploads/${upload}`, { headers: asker.key })),
      );
    expect(await remove()).toContain(204);
    expect(await numbersOf(userId)).toEqual({ bytes: made, reserved: 0, adrift: [] });
    await statuses(
      Array.from({ length: 10 }, () => call("DELETE", `/api/v1/generations/${id}`, { headers: asker.key })),
    );
    expect(await numbersOf(userId)).toEqual({ bytes: 0, reserved: 0, adrift: [] });
  });
});

describe("at the edge of the budget", () => {
  const fits = 3 * KEPT_BYTES + 10;

  test("ten imports at once: as many as fit are stored, and no object more", async () => {
    const owned = await newSketchPastDoor();
    const userId = await leave(owned.cookie, fits);
    const all = await statuses(Array.from({ length: 10 }, (_, n) => bring(owned, n, PICTURE)));
    expect(all).toEqual([200, 200, 200, 409, 409, 409, 409, 409, 409, 409]);
    expect(await objectsOf(`sketches/${owned.sketch.id}/`)).toBe(3);
    const { bytes, storedBytes } = await told(owned.cookie);
    expect(bytes).toBe(storedBytes - 10);
    await expectProblem(bring(owned, 77, PICTURE), "storage_full");
    await known.commit([known.storage.repair(userId)]);
    expect((await bring(owned, 77, PICTURE)).status).toBe(200);
  });

  test("ten uploads at once", async () => {
    const { cookie } = await newSketchPastDoor();
    await give(cookie, 10);
    const userId = await leave(cookie, fits);
    const all = await statuses(Array.from({ length: 10 }, () => send(cookie)));
    expect(all.filter((status) => status === 201)).toHaveLength(3);
    expect(all.filter((status) => status === 409)).toHaveLength(7);
    const rows = await known.uploads.listOf(userId, 50);
    expect(rows).toHaveLength(3);
    for (const { id } of rows) expect(await known.media.head(uploadKey(id))).not.toBeNull();
    await expectProblem(send(cookie), "storage_full");
  });

  test("ten copies at once: they are set aside before they begin, and free again when they are whole", async () => {
    const owned = await newSketchPastDoor();
    for (const version of [1, 2]) expect((await bring(owned, version, PICTURE)).status).toBe(200);
    const userId = await leave(owned.cookie, 3 * 2 * KEPT_BYTES);
    const all = await statuses(
      Array.from({ length: 10 }, () =>
        call("POST", `/api/sketches/${owned.sketch.id}/duplicate`, { cookie: owned.cookie }),
      ),
    );
    expect(all.filter((status) => status === 201).length).toBeLessThanOrEqual(3);
    expect(all.filter((status) => status === 201).length).toBeGreaterThan(0);
    const { bytes, storedBytes } = await told(owned.cookie);
    expect(bytes).toBeLessThanOrEqual(storedBytes);
    await known.commit([known.storage.repair(userId)]);
    expect(await numbersOf(userId)).toMatchObject({ reserved: 0, adrift: [] });
  });

  test("ten covers at once, of ten sketches", async () => {
    const first = await newSketchPastDoor();
    const { cookie } = first;
    const ids = [first.sketch.id];
    while (ids.length < 10) ids.push((await newSketch({}, cookie)).sketch.id);
    await leave(cookie, 2 * jpeg(64, 64).length + 5);
    const all = await statuses(ids.map((id) => cover(id, cookie)));
    expect(all.filter((status) => status === 200)).toHaveLength(2);
    const { bytes, storedBytes } = await told(cookie);
    expect(bytes).toBe(storedBytes - 5);
  });

  test("a picture that is there already is given though nothing more fits, and a smaller cover is taken", async () => {
    const owned = await newSketchPastDoor();
    await bring(owned, 1, PICTURE);
    await cover(owned.sketch.id, owned.cookie, 64);
    await leave(owned.cookie, 0);
    expect((await bring(owned, 1, PICTURE)).status).toBe(200);
    expect((await cover(owned.sketch.id, owned.cookie, 32)).status).toBe(200);
  });
});

describe("queued work", () => {
  test("is not admitted beyond the budget: nothing is held, nothing queued", async () => {
    const payer = await newPayer(100);
    const budgetBytes = 2500;
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        admitJob(known, leaveToAsk(), admission(payer, { reservedBytes: 1000, budgetBytes }), Date.now()),
      ),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await numbersOf(payer.ownerId)).toEqual({ bytes: 0, reserved: 2000, adrift: [] });
    expect((await balanceOf(payer.payerId)).held).toBe(4);
  });

  test("by the API says what to do, and charges nothing", async () => {
    const asker = await Asker.start();
    const { storedBytes } = (
      await expectJson<{ storage: { storedBytes: number } }>(
        call("GET", "/api/account", { cookie: asker.person.cookie }),
      )
    ).storage;
    await known.commit([known.storage.add(asker.person.userId, storedBytes)]);
    const problem = await expectProblem(
      asker.post("/api/v1/generations", { prompt: "a house", ...SMALL }),
      "storage_full",
    );
    expect(problem.message).toContain("Delete");
    expect((await balanceOf(asker.holderId)).held).toBe(0);
  });

  test("once admitted its results are stored, though nothing else fits any more", async () => {
    const asker = await Asker.start();
    const painter = await PainterHost.start();
    const { id } = await asker.ask({ prompt: "a house", ...SMALL });
    await known.commit([known.storage.add(asker.person.userId, 300_000_000)]);
    await painter.make();
    expect((await asker.look(id)).state).toBe("succeeded");
    expect((await numbersOf(asker.person.userId)).reserved).toBe(0);
  });

  test("ten cancels at once free what was set aside once", async () => {
    const payer = await newPayer(100);
    const other = await admit(payer, { reservedBytes: 300 });
    const job = await admit(payer, { reservedBytes: 1000 });
    await Promise.allSettled(Array.from({ length: 10 }, () => cancelJob(known, job, Date.now())));
    expect((await jobNow(job.id)).state).toBe("cancelled");
    expect(await numbersOf(payer.ownerId)).toEqual({ bytes: 0, reserved: 300, adrift: [] });
    await cancelJob(known, other, Date.now());
    expect(await numbersOf(payer.ownerId)).toEqual({ bytes: 0, reserved: 0, adrift: [] });
  });

  test("that fails, and waits again, keeps what was set aside", async () => {
    const payer = await newPayer(100);
    const host = await JobHost.start();
    host.ask();
    const job = await admit(payer, { reservedBytes: 1000 });
    const { attempt } = await host.offered();
    host.say({ type: "job_failed", job: job.id, attempt, reason: "lost" });
    await becomes(job.id, "queued");
    expect(await numbersOf(payer.ownerId)).toMatchObject({ reserved: 1000, adrift: [] });
  });
});

describe("a visitor who passed no door", () => {
  test("brings no pictures and makes no copies; nothing is stored", async () => {
    const owned = await newSketch();
    const { cookie, sketch } = owned;
    await expectProblem(bring(owned, 1, PICTURE), "verification_required");
    await expectProblem(
      call("POST", `/api/sketches/${sketch.id}/duplicate`, { cookie }),
      "verification_required",
    );
    const pictureId = await keptPicture(owned);
    await expectProblem(
      call("POST", "/api/sketches", { cookie, json: { branchOf: pictureId } }),
      "verification_required",
    );
    expect(await known.sketches.anyOf(await userOf(cookie), 10)).toEqual([sketch.id]);
  });

  test("somebody signed in does, and has the room of their plan", async () => {
    const { cookie } = await newPerson();
    const owned = await newSketch({}, cookie);
    expect((await bring(owned, 1, PICTURE)).status).toBe(200);
    expect((await told(cookie)).storedBytes).toBeGreaterThan(STRANGER_STORED_BYTES);
  });

  test("[LP51 R13] strokes beyond a small budget are refused on every socket, and what is kept is counted", async () => {
    const owned = await newSketch();
    const others = [owned, await newSketch({}, owned.cookie), await newSketch({}, owned.cookie)];
    const userId = await userOf(owned.cookie);
    expect((await told(owned.cookie)).storedBytes).toBe(STRANGER_STORED_BYTES);
    const drawers = await Promise.all(others.map((one) => Drawer.join(one)));
    const chunk = crypto.getRandomValues(new Uint8Array(65_536));
    const body = new Uint8Array(262_144);
    for (let at = 0; at < body.length; at += chunk.length) body.set(chunk, at);
    const fates: string[] = [];
    for (const { wire } of drawers)
      wire.onMessage((message) => {
        const fate = typeof message === "string" && /"type":"saved"|"rule":"R13"/.exec(message)?.[0];
        if (fate) fates.push(fate);
      });
    for (let id = 1; id <= 20; id++) {
      for (const drawer of drawers) drawer.chunk(id, body);
      await eventually(() => Promise.resolve(fates.length === id * drawers.length || undefined), "an answer");
    }
    const saved = fates.filter((fate) => fate.includes("saved")).length;
    // Each socket may have let one more in before it heard of the others'.
    expect(saved * body.length).toBeLessThanOrEqual(STRANGER_STORED_BYTES + drawers.length * body.length);
    expect(saved * body.length).toBeGreaterThan(STRANGER_STORED_BYTES - 4 * body.length);
    expect(await told(owned.cookie)).toMatchObject({ bytes: saved * body.length });
    expect(await numbersOf(userId)).toEqual({ bytes: saved * body.length, reserved: 0, adrift: [] });
    for (const { sketch } of others) await purgeNow(known, sketch.id, Date.now());
    expect((await numbersOf(userId)).bytes).toBe(0);
  });
});

describe("whose it is", () => {
  test("what a visitor stored is the account's with the things themselves, also what was on its way", async () => {
    const browser = new Jar();
    const { id } = await browser.newSketch();
    const visitor = (await browser.me())?.id ?? "";
    await known.commit([known.storage.add(visitor, 500)]);
    await known.commit([known.storage.reserve(visitor, 70, 1e9)]);
    const user = await browser.signInByLink(newEmail());
    expect(await known.storage.of(user.id)).toMatchObject({ bytes: 500, reserved: 70 });
    expect(await known.storage.of(visitor)).toMatchObject({ bytes: 500, kind: "account" });
    // Said by a socket that still knows the visitor.
    await known.commit([
      known.storage.add(visitor, 5),
      known.storage.storing(id, { pieces: [{ index: 0, bytes: 7 }] }),
    ]);
    expect((await known.storage.of(user.id))?.bytes).toBe(512);
    // Linked again, nothing comes twice.
    await known.commit(known.storage.follow(visitor, user.id));
    expect((await known.storage.of(user.id))?.bytes).toBe(512);
    const rows = env.DB.prepare("SELECT count(*) AS n FROM storage_use WHERE user_id IN (?, ?)");
    expect(await rows.bind(visitor, user.id).first("n")).toBe(1);
  });

  test("it goes with the person, and comes back by nothing that was on its way", async () => {
    const person = await newPerson();
    await known.commit([known.storage.add(person.userId, 500)]);
    await known.commit([
      ...known.accounts.forget(person.userId, null, Date.now()),
      known.storage.forget(person.userId),
    ]);
    await known.commit([known.storage.add(person.userId, 5)]);
    await known.commit([known.storage.add(person.userId, -5)]);
    expect(await known.storage.of(person.userId)).toBeUndefined();
    const rows = env.DB.prepare("SELECT count(*) AS n FROM storage_use WHERE user_id = ?");
    expect(await rows.bind(person.userId).first("n")).toBe(0);
  });

  test("a number never goes below nothing, and one of nobody is of nobody", async () => {
    const person = await newPerson();
    await known.commit([known.storage.add(person.userId, 10)]);
    await known.commit([known.storage.add(person.userId, -50)]);
    expect((await known.storage.of(person.userId))?.bytes).toBe(0);
    await known.commit([known.storage.add(newId("user"), 10)]);
  });
});

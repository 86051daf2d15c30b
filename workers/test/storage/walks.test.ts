/** What is told of storage is held against the rows, and objects that no row names are found. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../src/ids.ts";
import { coverKey, finalPictureKey, liveKey, logKey, newPictureKey, wordsKey } from "../../src/media/keys.ts";
import { canvasKey, markedKey, outputKey, thumbnailKey, uploadKey } from "../../src/media/job-keys.ts";
import type { Ports } from "../../src/ports.ts";
import { auditStorage } from "../../src/storage/audit-walk.ts";
import { ORPHAN_AGE_MS, sweepOrphans } from "../../src/storage/sweep-orphans.ts";
import { newPerson } from "../http/cast.ts";
import { BLUR } from "@llamasketch/testing/sample";
import { jpeg, png } from "../images.ts";
import { admit, endAllJobs, newPayer } from "../jobs/stage.ts";
import { known } from "../ledger/books.ts";
import { takeLines } from "../logs.ts";
import { Asker, PainterHost, SMALL } from "../media/stage.ts";
import { call, newSketch } from "../people.ts";
import { plantChunks, plantPicture, plantedKey } from "../planted.ts";
import { numbersOf, userOf } from "./stage.ts";

/** Everything that is put in this test is old by then. */
const LATER_MS = Date.now() + ORPHAN_AGE_MS + 60_000;
const forget = () => env.DB.exec("DELETE FROM walks");
beforeEach(forget);
afterEach(endAllJobs);

/** One run of the cron after the other, until nothing is left to walk. */
async function walkAll(walk: (services: Ports, nowMs: number) => Promise<void>, nowMs: number, name: string) {
  for (let runs = 1; runs < 200; runs++) {
    await walk(known, nowMs);
    const { results } = await env.DB.prepare("SELECT cursor FROM walks WHERE name LIKE ?")
      .bind(name)
      .all<{ cursor: string }>();
    if (results.every(({ cursor }) => cursor === "")) return runs;
  }
  throw new Error("the walk does not end");
}

describe("the audit", () => {
  test("finds who is told another number than their rows say, puts it right and says so; then it rests", async () => {
    const owned = await newSketch();
    const right = await userOf(owned.cookie);
    // Planted behind the back of what counts.
    const { bytes } = await plantPicture(owned.sketch.id);
    await plantChunks(owned.sketch.id, 2);
    const other = await newPerson();
    await known.commit([known.storage.add(other.userId, 4321)]);
    await known.commit([known.storage.reserve(other.userId, 9, 1e9)]);
    const payer = await newPayer(10);
    await admit(payer, { reservedBytes: 500 });
    expect((await numbersOf(right)).adrift).toHaveLength(1);
    takeLines();
    await walkAll(auditStorage, Date.now(), "storage");
    const rows = bytes + "chunk 0;chunk 1;".length;
    expect(await numbersOf(right)).toEqual({ bytes: rows, reserved: 0, adrift: [] });
    expect(await numbersOf(other.userId)).toEqual({ bytes: 0, reserved: 0, adrift: [] });
    expect(await numbersOf(payer.ownerId)).toEqual({ bytes: 0, reserved: 500, adrift: [] });
    const said = takeLines().join("\n");
    for (const id of [right, other.userId]) expect(said).toContain(id);
    expect(said).not.toContain(payer.ownerId);
    await known.commit([known.storage.add(other.userId, 1)]);
    await auditStorage(known, Date.now());
    expect((await numbersOf(other.userId)).bytes).toBe(1);
    await walkAll(auditStorage, Date.now() + 21 * 3_600_000, "storage");
    expect((await numbersOf(other.userId)).bytes).toBe(0);
  });
});

describe("objects", () => {
  test("that rows name stay, whatever kind they are; those that no row names go, once they are old", async () => {
    const { cookie, sketch } = await newSketch();
    await plantChunks(sketch.id, 2);
    const picture = await plantPicture(sketch.id);
    await call("PUT", `/api/sketches/${sketch.id}/cover?blur=${encodeURIComponent(BLUR)}`, {
      cookie,
      body: jpeg(64, 64),
      headers: { "content-type": "image/jpeg" },
    });
    const asker = await Asker.start();
    const painter = await PainterHost.start();
    const made = await asker.picture(painter);
    const [result] = await known.jobs.resultsOf([made]);
    const upload = await call("POST", "/api/v1/uploads", {
      body: png(96, 96),
      headers: { ...asker.key, "content-type": "image/png" },
    });
    const { id: sent } = await upload.json<{ id: string }>();
    // Its run stores, and its end is not heard yet.
    const waiting = await asker.ask({ prompt: "a house", ...SMALL });
    const stays = [
      plantedKey(sketch.id, 0),
      plantedKey(sketch.id, 1),
      picture.objectKey,
      coverKey(sketch.id),
      outputKey(made, 1, 0),
      result?.thumbnailKey ?? "",
      uploadKey(sent),
      outputKey(waiting.id, 1, 0),
      canvasKey(waiting.id),
      // Not ours to judge.
      `sketches/${sketch.id}/other`,
      `elsewhere/${sketch.id}`,
    ];
    const copying = (await newSketch()).sketch.id;
    await known.commit([
      known.copies.begin({
        sketchId: copying,
        sourceId: sketch.id,
        chunks: 1,
        epoch: 1,
        bytes: 0,
        pictureId: null,
        createdAt: 1,
      }),
    ]);
    stays.push(logKey(copying, 7));
    // Its session holds what it has not written down.
    const held = (await newSketch()).sketch.id;
    await env.DB.prepare("UPDATE sketches SET holds_until = 1 WHERE id = ?").bind(held).run();
    stays.push(liveKey(held, 7), logKey(held, 7), wordsKey(sketch.id, "0badcafe"));
    const bare = (await newSketch()).sketch.id;
    const nobodys = newId("sketch");
    const goes = [
      logKey(sketch.id, 7000),
      liveKey(sketch.id, 7000),
      `sketches/${sketch.id}/strokes/x`,
      `sketches/${sketch.id}/from/${sketch.id}/pictures/x`,
      newPictureKey(sketch.id),
      finalPictureKey(sketch.id, made, 1),
      coverKey(bare),
      logKey(nobodys, 1),
      wordsKey(nobodys, "0badcafe"),
      newPictureKey(nobodys),
      coverKey(nobodys),
      outputKey(made, 7, 0),
      markedKey(made, 1, 0),
      thumbnailKey(made, 2, 0),
      canvasKey(made),
      outputKey(newId("job"), 1, 0),
      uploadKey(newId("upload")),
    ];
    const there = async (keys: string[]) =>
      Promise.all(keys.map(async (key) => (await env.MEDIA.head(key)) !== null));
    const put = [...goes, ...stays.slice(-8)];
    for (const key of put) if (!(await env.MEDIA.head(key))) await env.MEDIA.put(key, "12345");
    expect(await there(stays)).toEqual(stays.map(() => true));
    // Young, they may get their rows yet.
    await walkAll(sweepOrphans, Date.now(), "orphans:%");
    expect(await there(goes)).toEqual(goes.map(() => true));
    await forget();
    takeLines();
    await walkAll(sweepOrphans, LATER_MS, "orphans:%");
    expect(await there(stays)).toEqual(stays.map(() => true));
    expect(await there(goes)).toEqual(goes.map(() => false));
    expect(takeLines().join("\n")).toContain("orphans_removed");
    await env.MEDIA.delete(stays);
  });

  test("are looked at by pages, from where the last run stood, and then not again for a day", async () => {
    const nobodys = newId("sketch");
    const keys = Array.from({ length: 40 }, () => newPictureKey(nobodys));
    for (const key of keys) await env.MEDIA.put(key, "1");
    const small: Ports = {
      ...known,
      media: new Proxy(env.MEDIA, {
        get(target, name) {
          if (name === "list") return (options: R2ListOptions) => target.list({ ...options, limit: 3 });
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      }),
    };
    await sweepOrphans(small, LATER_MS);
    const cursor = env.DB.prepare("SELECT cursor FROM walks WHERE name = 'orphans:sketches/'");
    expect(await cursor.first("cursor")).toMatch(/^sketches\//);
    for (let runs = 0; (await cursor.first("cursor")) !== ""; runs++) {
      expect(runs).toBeLessThan(500);
      await sweepOrphans(small, LATER_MS);
    }
    expect((await env.MEDIA.list({ prefix: `sketches/${nobodys}/` })).objects).toEqual([]);
    const late = newPictureKey(nobodys);
    await env.MEDIA.put(late, "1");
    await sweepOrphans(known, LATER_MS + 3_600_000);
    expect(await env.MEDIA.head(late)).not.toBeNull();
    await sweepOrphans(known, LATER_MS + 86_400_000);
    expect(await env.MEDIA.head(late)).toBeNull();
  });
});

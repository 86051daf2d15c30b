/** L35, X11: what a plan keeps, and for how long; nobody loses a picture unwarned, nor a pinned one before one without a pin. */
import { env } from "cloudflare:workers";
import { CATALOGUE } from "@llamasketch/pricing";
import { beforeEach, describe, expect, test } from "vitest";
import { planOf } from "../src/plan.ts";
import { excess } from "../src/studios/sketch/retention/excess.ts";
import { WARNED_MS } from "../src/studios/sketch/retention/bounds.ts";
import { mailNotice } from "../src/studios/sketch/retention/mail-notice.ts";
import { walkRetention } from "../src/studios/sketch/retention/walk.ts";
import { services } from "../src/services.ts";
import { newPerson, type Person } from "./http/cast.ts";
import { Jar, lettersTo } from "./jar.ts";
import { openOfKind } from "./outbox.ts";
import { eventually } from "./wire.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2027, 5, 15);
/** Its letters are carried out here, at the time of the test. */
const known = { ...services(env), pokeOutside: () => Promise.resolve({} as never) };
const free = planOf("free").limits;

/** `ages` in days; `p` behind a number: pinned. */
async function keep(sketchId: string, ages: readonly (number | string)[]): Promise<void> {
  const rows = ages.map((age, at) => {
    const createdAt = NOW_MS - Number(String(age).replace("p", "")) * DAY_MS + at;
    const objectKey = `sketches/${sketchId}/pictures/${crypto.randomUUID()}`;
    return { createdAt, objectKey, pinnedAt: String(age).endsWith("p") ? createdAt : null, version: at };
  });
  await Promise.all(rows.map(({ objectKey }) => env.MEDIA.put(objectKey, "x")));
  await known.commit(
    rows.map((row) =>
      known.pictures.keep({
        ...row,
        sketchId,
        kind: "live",
        variation: 0,
        epoch: 1,
        seq: 1,
        quality: "draft",
        widthPx: 512,
        heightPx: 512,
        format: "jpeg",
        bytes: 1,
        prompt: "",
        strength: 0.5,
        seed: 1,
        windowMs: null,
      }),
    ),
  );
}
const kept = async (sketchId: string): Promise<{ age: number; pinned: boolean }[]> => {
  const { results } = await env.DB.prepare(
    "SELECT created_at, pinned_at FROM pictures WHERE sketch_id = ? ORDER BY created_at",
  )
    .bind(sketchId)
    .all<{ created_at: number; pinned_at: number | null }>();
  return results.map(({ created_at, pinned_at }) => ({
    age: Math.round((NOW_MS - created_at) / DAY_MS),
    pinned: pinned_at !== null,
  }));
};
/** A whole walk around, at this time. */
async function walk(nowMs: number): Promise<void> {
  await env.DB.prepare("DELETE FROM walks").run();
  for (let steps = 0; steps < 50; steps++) {
    await walkRetention(known, nowMs);
    if ((await known.walks.at("retention"))?.cursor === "") return post(known, nowMs);
  }
  throw new Error("the walk never ends");
}
/** What the queue of deliveries does, at this time. */
async function post(by: typeof known, nowMs: number): Promise<void> {
  for (const { id, subject } of await openOfKind("mail_retention")) {
    const outcome = await mailNotice(by, subject, nowMs).catch(() => "later");
    if (outcome === "done") await known.commit([known.outbox.done(id, nowMs)]);
  }
}
const warnings = async ({ email }: Person): Promise<number> =>
  (await lettersTo(email)).filter(({ subject }) => subject.startsWith("Some of your pictures go")).length;
const days = (count: number, age: number): number[] => Array.from({ length: count }, () => age);

beforeEach(async () => {
  await env.DB.prepare("DELETE FROM retention_notices").run();
});

describe("what is beyond a plan", () => {
  const picture = (age: number, isPinned = false) => ({ createdAt: NOW_MS - age * DAY_MS, isPinned });
  test.each([
    ["nothing", [picture(1)], 1, 0],
    ["the oldest, when there are too many", [picture(9), picture(8), picture(7)], 4, 1],
    ["what is too old", [picture(40), picture(31), picture(29)], 3, 2],
    ["what is too old, though there are too many as well", [picture(40), picture(31), picture(2)], 4, 2],
    ["no pinned one that is old", [picture(400, true)], 1, 0],
    ["pinned ones only after all others", [picture(1), picture(90, true), picture(80, true)], 5, 2],
  ])("%s", (_what, candidates, count, goes) => {
    expect(excess(candidates, count, { keptPictures: 3, keptDays: 30 }, NOW_MS)).toBe(goes);
  });
  test("a plan without bounds keeps everything", () => {
    expect(excess([picture(9999)], 99_999, { keptPictures: null, keptDays: null }, NOW_MS)).toBe(0);
  });
});

test("the bounds are the catalogue's", () => {
  for (const { id, limits } of CATALOGUE.llamasketch.plans) {
    expect(planOf(id.replace("llamasketch.", "")).limits).toEqual(limits);
    expect(limits.keptPictures).toBeGreaterThan(0);
    expect(limits.keptDays).toBeGreaterThan(0);
  }
  expect(free).toMatchObject({ keptPictures: 50, keptDays: 30 });
  expect(planOf("nothing-we-sell").limits).toEqual(free);
});

describe("somebody with an account", () => {
  test("is written to first, loses nothing for a week, then what is beyond, pinned ones staying", async () => {
    const person = await newPerson();
    await keep(person.sketchId, [45, "44p", 35, 29, 2]);
    await walk(NOW_MS);
    expect(await kept(person.sketchId)).toHaveLength(5);
    const [letter] = await lettersTo(person.email);
    expect(letter?.subject).toBe("Some of your pictures go on 2027-06-22");
    expect(letter?.text).toContain("You keep 5 pictures. Your plan keeps the newest 50, for 30 days.");
    await walk(NOW_MS + WARNED_MS - 1000);
    expect(await kept(person.sketchId)).toHaveLength(5);
    expect(await warnings(person)).toBe(1);
    await walk(NOW_MS + WARNED_MS + 1000);
    // By then the fourth is too old as well.
    expect(await kept(person.sketchId)).toEqual([
      { age: 44, pinned: true },
      { age: 2, pinned: false },
    ]);
    await eventually(
      async () => (await env.MEDIA.list({ prefix: `sketches/${person.sketchId}/` })).objects.length === 2,
      "their bytes are removed",
    );
    expect(await warnings(person)).toBe(1);
  });

  test("who takes a larger plan in time loses nothing", async () => {
    const person = await newPerson();
    await keep(person.sketchId, days(3, 40));
    await walk(NOW_MS);
    await env.DB.prepare("UPDATE users SET plan = 'pro' WHERE id = ?").bind(person.userId).run();
    await walk(NOW_MS + WARNED_MS + DAY_MS);
    expect(await kept(person.sketchId)).toHaveLength(3);
  });

  test("who pins in time loses nothing of that", async () => {
    const person = await newPerson();
    await keep(person.sketchId, [40, 41]);
    await walk(NOW_MS);
    await env.DB.prepare("UPDATE pictures SET pinned_at = 1 WHERE sketch_id = ?").bind(person.sketchId).run();
    await walk(NOW_MS + WARNED_MS + DAY_MS);
    expect(await kept(person.sketchId)).toHaveLength(2);
  });

  test("of too many the oldest go, those without a pin before any with one", async () => {
    const person = await newPerson();
    await keep(person.sketchId, [...Array.from({ length: 51 }, () => "20p"), 3, 2]);
    await walk(NOW_MS);
    await walk(NOW_MS + WARNED_MS + 1000);
    const left = await kept(person.sketchId);
    expect(left).toHaveLength(free.keptPictures ?? 0);
    expect(left.every(({ pinned }) => pinned)).toBe(true);
  });

  test("without a letter on its way nothing goes", async () => {
    const person = await newPerson();
    await keep(person.sketchId, [40]);
    const mute = { ...known, mailer: { send: () => Promise.reject(new Error("no mail today")) } };
    await env.DB.prepare("DELETE FROM walks").run();
    for (const nowMs of [NOW_MS, NOW_MS + 30 * DAY_MS]) {
      await env.DB.prepare("DELETE FROM walks").run();
      for (let steps = 0; steps < 20; steps++) await walkRetention(mute, nowMs);
      await post(mute, nowMs);
    }
    expect(await kept(person.sketchId)).toHaveLength(1);
  });
});

test("a visitor cannot be written to: what is beyond goes, the page says so beforehand", async () => {
  const jar = new Jar();
  const { id } = await jar.newSketch();
  await keep(id, [31, 29]);
  await walk(NOW_MS);
  expect(await kept(id)).toEqual([{ age: 29, pinned: false }]);
});

test("what was deleted has its own way out, and counts for nothing", async () => {
  const person = await newPerson();
  await keep(person.sketchId, days(4, 40));
  await person.jar.call("DELETE", `/api/sketches/${person.sketchId}`);
  await walk(NOW_MS);
  expect(await warnings(person)).toBe(0);
});

test("it goes around once a day, not once a minute", async () => {
  await walk(NOW_MS);
  const jar = new Jar();
  const { id } = await jar.newSketch();
  await keep(id, [31]);
  await walkRetention(known, NOW_MS + 3_600_000);
  expect(await kept(id)).toHaveLength(1);
  await walkRetention(known, NOW_MS + DAY_MS);
  for (let steps = 0; steps < 20; steps++) await walkRetention(known, NOW_MS + DAY_MS);
  expect(await kept(id)).toHaveLength(0);
});

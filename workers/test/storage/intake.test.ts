/** How fast somebody may bring what is read and stored: at once what comes in a quarter of a minute, then their budget in ten minutes. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { newSketchPastDoor } from "../people.ts";
import { call } from "../people.ts";
import { expectProblem } from "../http/problem.ts";
import { png } from "../images.ts";
import { known } from "../ledger/books.ts";
import { bring, objectsOf, userOf } from "./stage.ts";

const NOW = 2_000_000_000_000;
const PICTURE = png(256, 256);
const AHEAD_MS = 30_000;

test("what is brought takes its time, however much it is, and nothing more comes while somebody is far ahead", async () => {
  const { cookie } = await newSketchPastDoor();
  const id = await userOf(cookie);
  const take = (costMs: number, nowMs: number) => known.intake.take(id, costMs, nowMs, AHEAD_MS);
  expect(await take(200_000, NOW)).toBe(true);
  expect(await known.intake.busyUntil(id)).toBe(NOW + 200_000);
  expect(await take(1, NOW + 169_999)).toBe(false);
  expect(await known.intake.busyUntil(id)).toBe(NOW + 200_000);
  expect(await take(5, NOW + 170_000)).toBe(true);
  // Time that nobody used is not saved up.
  expect(await take(10_000, NOW + 900_000)).toBe(true);
  expect(await known.intake.busyUntil(id)).toBe(NOW + 910_000);
});

test("twenty at once take as many turns as there are, and no more", async () => {
  const { cookie } = await newSketchPastDoor();
  const id = await userOf(cookie);
  const all = await Promise.all(
    Array.from({ length: 20 }, () => known.intake.take(id, 10_000, NOW, AHEAD_MS)),
  );
  expect(all.filter(Boolean)).toHaveLength(4);
  expect(await known.intake.busyUntil(id)).toBe(NOW + 40_000);
});

test("imports, uploads, copies and branches are refused alike, before anything is stored, and say when to come back", async () => {
  const owned = await newSketchPastDoor();
  const { cookie, sketch } = owned;
  const kept = await bring(owned, 1, PICTURE);
  expect(kept.status).toBe(200);
  const { id: pictureId } = (await kept.json()) as { id: string };
  const id = await userOf(cookie);
  await known.intake.take(id, 100_000, Date.now(), AHEAD_MS);
  const before = await objectsOf(`sketches/${sketch.id}/`);
  const upload = { cookie, body: PICTURE, headers: { "content-type": "image/png" } };
  const tries = [
    () => bring(owned, 2, PICTURE),
    () => call("POST", "/api/v1/uploads", upload),
    () => call("POST", `/api/sketches/${sketch.id}/duplicate`, { cookie, json: {} }),
    () => call("POST", "/api/sketches", { cookie, json: { branchOf: pictureId } }),
  ];
  for (const attempt of tries) {
    const answer = await attempt();
    const waitS = Number(answer.headers.get("retry-after"));
    expect(waitS).toBeGreaterThan(75);
    expect(waitS).toBeLessThanOrEqual(86);
    await expectProblem(Promise.resolve(answer), "too_many_requests");
  }
  expect(await objectsOf(`sketches/${sketch.id}/`)).toBe(before);
  const { results } = await env.DB.prepare("SELECT count(*) AS n FROM uploads WHERE owner_id = ?")
    .bind(id)
    .all();
  expect(results).toEqual([{ n: 0 }]);
});

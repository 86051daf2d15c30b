/** Words at the doors and in the stores: folded anew after a change of folding, and never half a letter. */
import { env } from "cloudflare:workers";
import { sketchList, sketchView } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { refoldWords } from "../src/cron/refold-words.ts";
import { services } from "../src/services.ts";
import { Drawer } from "./drawer.ts";
import { call, expectJson, newSketch } from "./people.ts";
import { eventually } from "./wire.ts";

const known = services(env);
const find = async (cookie: string, q: string): Promise<string[]> =>
  sketchList
    .parse(await expectJson(call("GET", `/api/sketches?q=${encodeURIComponent(q)}`, { cookie })))
    .sketches.map(({ title }) => title);

test("rows of an older folding are folded anew, once, and one that changed meanwhile is left alone", async () => {
  const { cookie, sketch } = await newSketch({ title: "Smørrebrød ガラス", settings: { prompt: "Straße" } });
  await env.DB.prepare(
    "UPDATE sketches SET title_words = 'smørrebrød カラス', prompt_words = 'straße'",
  ).run();
  await env.DB.prepare("DELETE FROM walks").run();
  expect(await find(cookie, "smorrebrod")).toEqual([]);
  await refoldWords(known, Date.now());
  expect(await find(cookie, "smorrebrod strasse")).toHaveLength(1);
  expect(await find(cookie, "ガラス")).toHaveLength(1);
  expect(await find(cookie, "カラス")).toEqual([]);

  await env.DB.prepare("UPDATE sketches SET title_words = 'old'").run();
  await refoldWords(known, Date.now());
  expect(await find(cookie, "old"), "the walk is over").toHaveLength(1);
  const [row] = await known.folds.sketchesAfter("", 1);
  if (!row) throw new Error("no row");
  await known.commit([known.folds.putSketch({ ...row, title: "before" }, "stale", "stale")]);
  expect(await find(cookie, "stale")).toEqual([]);
  expect(sketch.title).toBe("Smørrebrød ガラス");
});

test("jobs too, over pages, and what was erased stays empty", async () => {
  await newSketch();
  await refoldWords(known, Date.now());
  const count = async (where: string): Promise<number> => {
    const planted = `id GLOB 'job_0????' AND ${where}`;
    const row = await env.DB.prepare(`SELECT count(*) AS n FROM jobs WHERE ${planted}`).first<{
      n: number;
    }>();
    return row?.n ?? -1;
  };
  await env.DB.batch([
    env.DB.prepare("DELETE FROM walks WHERE name LIKE 'fold:%:jobs'"),
    env.DB.prepare(
      `WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < 450)
       INSERT OR REPLACE INTO jobs (id, owner_id, kind, region, state, deadline, class, priority, concurrency, workflow, expect_ms, inputs,
         request, outputs, payer_id, units, created_at, ended_at, words)
       SELECT printf('job_%05d', at), (SELECT id FROM users LIMIT 1), iif(at = 1, 'erased', 'generation'), 'test', 'cancelled',
         0, 'batch', 1, 1, 'w', 1, '{}', iif(at = 1, '{}', '{"prompt":"Łódź"}'), 1, 'p', 1, 0, 1, 'old' FROM n`,
    ),
  ]);
  let pages = 1;
  await refoldWords(known, Date.now(), () => pages-- > 0);
  expect(await count("words = 'old'")).toBe(50);
  await refoldWords(known, Date.now());
  expect(await count("words = 'lodz'")).toBe(449);
  expect(await count("words = '' AND kind = 'erased'")).toBe(1);
});

test("half a letter is U+FFFD in a query, and what is found with it", async () => {
  const { cookie } = await newSketch({ title: "ends in \ufffd" });
  const ask = async (escaped: string) =>
    sketchList.parse(await expectJson(call("GET", `/api/sketches?q=${escaped}`, { cookie }))).sketches.length;
  expect(await ask("ends%20in%20%EF%BF%BD")).toBe(1);
  // One byte too few, and bytes that nothing begins with.
  for (const half of ["%E2%82", "%FF", "%C3"])
    expect([half, await ask(`ends+in+${half}`)]).toEqual([half, 1]);
  // A half in UTF-8 is three bytes, none of which means anything.
  expect(await ask("ends%20%ED%A0%BD")).toBe(0);
  expect(await ask("100%25%20ends")).toBe(0);
  expect(await ask("%zz")).toBe(0);
});

test("half a letter is U+FFFD in a body and in a live message", async () => {
  const owned = await newSketch();
  const { cookie, sketch } = owned;
  const answer = await call("PATCH", `/api/sketches/${sketch.id}`, {
    cookie,
    headers: { "content-type": "application/json" },
    body: String.raw`{"title":"a \ud83d boat \ud83d\ude80"}`,
  });
  expect(sketchView.parse(await answer.json()).title).toBe("a \ufffd boat 🚀");
  const drawer = await Drawer.join(owned);
  drawer.settings({ prompt: "half \udc00 of it" });
  await eventually(async () => (await find(cookie, "half")).length === 1, "the words are known");
  const row = await known.sketches.anyById(sketch.id);
  expect(row?.prompt).toBe("half \ufffd of it");
});

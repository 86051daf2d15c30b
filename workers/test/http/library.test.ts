/** The library: looking for sketches. */
import { sketchList } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { call, expectJson, newSketch } from "../people.ts";
import { eventually } from "../wire.ts";
import { expectProblem } from "./problem.ts";

describe("looking for sketches", () => {
  const find = async (cookie: string, q: string): Promise<string[]> =>
    sketchList
      .parse(await expectJson(call("GET", `/api/sketches?q=${encodeURIComponent(q)}`, { cookie })))
      .sketches.map(({ title }) => title);

  test("finds every word in title or prompt, whatever its case and accents", async () => {
    const { cookie } = await newSketch({ title: "Café am See", settings: { prompt: "a red boat" } });
    await newSketch({ title: "Grüne Boote", settings: { prompt: "ÜBER den Fluss" } }, cookie);
    await newSketch({ title: "100% done_ish", settings: { prompt: "лодка на Реке" } }, cookie);
    expect(await find(cookie, "boo")).toEqual(["Grüne Boote"]);
    expect(await find(cookie, "BOAT")).toEqual(["Café am See"]);
    expect(await find(cookie, "boat cafe")).toEqual(["Café am See"]);
    expect(await find(cookie, "boat grune")).toEqual([]);
    expect(await find(cookie, "uber grüne")).toEqual(["Grüne Boote"]);
    expect(await find(cookie, "РЕКЕ")).toEqual(["100% done_ish"]);
    for (const literal of ["100%", "_ish", "done_"])
      expect(await find(cookie, literal)).toEqual(["100% done_ish"]);
    for (const pattern of ["%", "a%t", "b_at", "'; DROP TABLE sketches; --"])
      expect(await find(cookie, pattern)).toEqual(pattern === "%" ? ["100% done_ish"] : []);
    expect(await find(cookie, "   ")).toHaveLength(3);
  });

  test("looks at what a sketch is called and drawn with now", async () => {
    const owned = await newSketch({ title: "Before", settings: { prompt: "old words" } });
    const { cookie, sketch } = owned;
    await expectJson(call("PATCH", `/api/sketches/${sketch.id}`, { cookie, json: { title: "Äfter" } }));
    const drawer = await Drawer.join(owned);
    drawer.settings({ prompt: "Neue Wörter" });
    await eventually(async () => (await find(cookie, "worter")).length === 1, "the words are known");
    expect(await find(cookie, "after neue")).toEqual(["Äfter"]);
    expect(await find(cookie, "before")).toEqual([]);
    expect(await find(cookie, "old")).toEqual([]);
  });

  test("finds nobody else's, nothing deleted, and in pages", async () => {
    const { cookie } = await newSketch({ title: "A stranger's zebra" });
    const mine = await newSketch({ title: "zebra 0" });
    for (let n = 1; n <= 30; n++) await newSketch({ title: `zebra ${n}` }, mine.cookie);
    await newSketch({ title: "a horse" }, mine.cookie);
    await call("DELETE", `/api/sketches/${mine.sketch.id}`, { cookie: mine.cookie });
    const found: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const path = `/api/sketches?q=zebra${cursor && `&cursor=${cursor}`}`;
      const page = sketchList.parse(await expectJson(call("GET", path, { cookie: mine.cookie })));
      found.push(...page.sketches.map(({ title }) => title));
      cursor = page.nextCursor;
    }
    expect(new Set(found).size).toBe(30);
    expect(found).not.toContain("zebra 0");
    expect(await find(cookie, "zebra")).toEqual(["A stranger's zebra"]);
  });

  test("a query may be 100 characters long", async () => {
    const { cookie } = await newSketch();
    expect(await find(cookie, "ä".repeat(100))).toEqual([]);
    await expectProblem(call("GET", `/api/sketches?q=${"x".repeat(101)}`, { cookie }), "bad_request");
  });
});

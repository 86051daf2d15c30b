/** What a person sees of their credits: the balance, the statement, the file for a spreadsheet. */
import { env } from "cloudflare:workers";
import type { CreditsView } from "@llamasketch/contract";
import { amount, type Command } from "@llamasketch/ledger";
import { beforeEach, describe, expect, test } from "vitest";
import type { z } from "zod";
import type { statementView } from "@llamasketch/contract";
import { newId } from "../../src/ids.ts";
import { csvLine } from "../../src/ledger/csv.ts";
import { openLiveBlock, settleLiveBlock } from "../../src/ledger/live-blocks.ts";
import { expectProblem } from "../http/problem.ts";
import { call, expectJson, newSketch, type Owned } from "../people.ts";
import { known, say } from "./books.ts";

type Statement = z.infer<typeof statementView>;
const DAY_MS = 86_400_000;

let ann: Owned;
let holderId: string;
let nowMs: number;
let said: number;
beforeEach(async () => {
  ann = await newSketch({ title: "House, at dusk" });
  const { user } = await expectJson<{ user: { id: string } }>(call("GET", "/api/me", { cookie: ann.cookie }));
  holderId = newId("holder");
  await known.commit([known.ledger.addHolder(user.id, holderId, Date.now())]);
  nowMs = Date.now();
  said = 0;
});

const credits = (cookie: string) => expectJson<CreditsView>(call("GET", "/api/credits", { cookie }));
const statement = (cursor?: string) =>
  expectJson<Statement>(
    call("GET", `/api/credits/statement${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`, {
      cookie: ann.cookie,
    }),
  );
const gave = (kind: "grant" | "purchase", units: number, untilMs: number | null = null): Command => ({
  kind: kind as "grant",
  id: `test:${holderId}:${(said += 1)}`,
  holderId,
  amount: amount("credit", units),
  bucketExpiresAtMs: untilMs,
  reference: null,
  atMs: nowMs + said,
});
const worked = (units: number): Command[] => {
  const workId = newId("request");
  const common = { workId, holderId, amount: amount("credit", units) };
  return [
    {
      kind: "hold",
      ...common,
      quoteId: null,
      reference: `sketch:${ann.sketch.id}`,
      atMs: nowMs + 50,
      expiresAtMs: nowMs + DAY_MS,
    },
    { kind: "capture", ...common, atMs: nowMs + 60 },
  ];
};

describe("the balance", () => {
  test("of nobody, and of somebody who has nothing", async () => {
    const nothing = { available: 0, held: 0, owed: 0, buckets: [] };
    expect(await expectJson(call("GET", "/api/credits"))).toMatchObject(nothing);
    expect(await credits(ann.cookie)).toMatchObject(nothing);
  });
  test("buckets in the order in which they are spent, with their expiry; what is held is not available", async () => {
    const untilMs = nowMs + DAY_MS;
    await say(gave("purchase", 100), gave("grant", 5, untilMs), gave("grant", 3, nowMs + 1000));
    const [hold] = worked(7);
    await say(hold as Command);
    const soon = new Date(nowMs + 1000).toISOString();
    expect(await credits(ann.cookie)).toMatchObject({
      available: 101,
      held: 7,
      owed: 0,
      buckets: [
        { bucket: "granted", available: 0, held: 3, expiresAt: soon },
        { bucket: "granted", available: 1, held: 4, expiresAt: new Date(untilMs).toISOString() },
        { bucket: "purchased", available: 100, held: 0, expiresAt: null },
      ],
    });
  });
  test("a debt is shown, and what is nobody's business is not", async () => {
    await say(gave("purchase", 10), ...worked(10), {
      kind: "clawback",
      id: `test:${holderId}:back`,
      holderId,
      amount: amount("credit", 10),
      reference: null,
      atMs: nowMs + 70,
    });
    expect(await credits(ann.cookie)).toMatchObject({ available: 0, owed: 10, buckets: [] });
    expect(JSON.stringify(await credits((await newSketch()).cookie))).not.toContain(holderId);
  });
});

describe("the statement", () => {
  test("names what came, what went and for which sketch; its lines add up to the balance", async () => {
    await say(gave("purchase", 100), gave("grant", 20, nowMs + DAY_MS), ...worked(4));
    const session = { holderId, sessionId: newId("session"), sketchId: ann.sketch.id, writer: "life" };
    await openLiveBlock(known, session, 1, nowMs + 80);
    const pictures = [{ window: 0 }, { window: 1 }, { window: 1 }];
    await settleLiveBlock(known, session, 1, pictures, nowMs + 90, { begin: true });
    const { lines, nextCursor } = await statement();
    expect(nextCursor).toBeNull();
    const sketch = { id: ann.sketch.id, title: "House, at dusk" };
    expect(lines).toMatchObject([
      {
        kind: "live",
        units: -2,
        text: "Live drawing: 2 × ten seconds, 3 pictures",
        sketch,
        live: { windows: 2, pictures: 3 },
      },
      { kind: "work", units: -4, text: "A final", sketch, live: null },
      { kind: "grant", units: 20, sketch: null },
      { kind: "purchase", units: 100, text: "Credits bought" },
    ]);
    const { available, held, owed } = await credits(ann.cookie);
    expect(lines.reduce((sum, { units }) => sum + units, 0)).toBe(available + held - owed);
  });

  test("goes on page by page without a gap or a double, also where times are equal", async () => {
    const many = Array.from({ length: 120 }, () => gave("purchase", 1));
    for (let at = 0; at < many.length; at += 40) {
      await say(...many.slice(at, at + 40).map((one) => ({ ...one, atMs: nowMs }) as Command));
    }
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: Statement = await statement(cursor);
      expect(page.lines.length).toBeLessThanOrEqual(50);
      seen.push(...page.lines.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen.length).toBe(120);
    expect(new Set(seen).size).toBe(120);
  });

  test("a deleted sketch has no title any more", async () => {
    await say(gave("purchase", 10), ...worked(1));
    await call("DELETE", `/api/sketches/${ann.sketch.id}`, { cookie: ann.cookie });
    const { lines } = await statement();
    expect(lines[0]).toMatchObject({ kind: "work", sketch: { id: ann.sketch.id, title: null } });
  });

  test("is one's own: another person's holder, and their sketch's title, do not show", async () => {
    await say(gave("purchase", 10), ...worked(1));
    const ben = await newSketch();
    expect(await expectJson(call("GET", "/api/credits/statement", { cookie: ben.cookie }))).toEqual({
      lines: [],
      nextCursor: null,
    });
    await env.DB.prepare(
      "UPDATE sketches SET owner_id = (SELECT owner_id FROM sketches WHERE id = ?) WHERE id = ?",
    )
      .bind(ben.sketch.id, ann.sketch.id)
      .run();
    expect((await statement()).lines[0]).toMatchObject({ sketch: { title: null } });
  });

  test.each(["x", "1", "_a", "-1_a", "1e9_a", "999999999999999999_a", "'; DROP TABLE users; --"])(
    "%s is no cursor",
    async (cursor) => {
      const path = `/api/credits/statement?cursor=${encodeURIComponent(cursor)}`;
      const { fields } = await expectProblem(call("GET", path, { cookie: ann.cookie }), "bad_request");
      expect(Object.keys(fields ?? {})).toEqual(["cursor"]);
    },
  );
});

describe("the file", () => {
  const file = async (): Promise<string[]> => {
    const answer = await call("GET", "/api/credits/statement.csv", { cookie: ann.cookie });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toContain("attachment");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    // Without it Excel takes UTF-8 for something else.
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    expect(text.endsWith("\r\n")).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    return text.trimEnd().split("\r\n");
  };
  test("has every line, oldest first, and a balance that ends at the balance", async () => {
    await say(...Array.from({ length: 40 }, () => gave("purchase", 2)));
    await say(...Array.from({ length: 40 }, () => gave("grant", 3, nowMs + DAY_MS)));
    await say(...Array.from({ length: 25 }, () => gave("purchase", 1)));
    const [head, ...lines] = await file();
    expect(head).toBe("date (UTC),kind,what,sketch,credits,balance");
    expect(lines.length).toBe(105);
    expect(lines.at(-1)?.split(",").at(-1)).toBe(String(40 * 5 + 25));
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,/);
    expect((await credits(ann.cookie)).available).toBe(40 * 5 + 25);
  });
  test("of nothing is its head", async () => {
    expect(await file()).toEqual(["date (UTC),kind,what,sketch,credits,balance"]);
  });
  test("a title never becomes a formula", async () => {
    const title = '=HYPERLINK("http://evil.test","x")';
    await call("PATCH", `/api/sketches/${ann.sketch.id}`, { cookie: ann.cookie, json: { title } });
    await say(gave("purchase", 10), ...worked(1));
    const [, , line] = await file();
    expect(line).toContain(`,"'=HYPERLINK(""http://evil.test"",""x"")",-1,9`);
  });
  test.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", `"'\t=1"`],
    ["\tx", `"'\tx"`],
    ["\rx", `"'\rx"`],
    ["  =1", "'  =1"],
    ["-", "'-"],
    ["-5 apples", "'-5 apples"],
    ["5", "5"],
    ["\r\n=1", `"'\r\n=1"`],
    ["＝1", "'＝1"],
    ["a,b", '"a,b"'],
    ["a;b", '"a;b"'],
    ["a\tb", '"a\tb"'],
    ["two\nlines", '"two\nlines"'],
    [" a ", '" a "'],
    ["Crème brûlée ガラス", "Crème brûlée ガラス"],
    ['say "hi"', '"say ""hi"""'],
    ["plain", "plain"],
    ["", ""],
  ])("%j is written %j", (text, cell) => {
    expect(csvLine([text, -5])).toBe(`${cell},-5\r\n`);
  });
  test.each([
    [0, "0"],
    [-5, "-5"],
    [0.1, "0.1"],
    [-1234.56, "-1234.56"],
    [Number.NaN, ""],
    [new Date("2026-03-04T05:06:07.890Z"), "2026-03-04 05:06:07"],
    [new Date("2026-12-31T23:59:59.999Z"), "2026-12-31 23:59:59"],
  ])("%s stays a number or a date: %j", (value, cell) => {
    expect(csvLine([value, "x"])).toBe(`${cell},x\r\n`);
  });
});

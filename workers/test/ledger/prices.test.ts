/** The price list and promised prices over HTTP, and a promise kept to the credit. */
import { env } from "cloudflare:workers";
import { plansView, quoteView, type QuoteView } from "@llamasketch/contract";
import { amount, type Command } from "@llamasketch/ledger";
import { expect, test } from "vitest";
import { newId } from "../../src/ids.ts";
import { saidPlainly } from "../../src/ledger/said-plainly.ts";
import { expectProblem } from "../http/problem.ts";
import { call, expectJson, newSketch } from "../people.ts";
import { holderWith, say } from "./books.ts";

const quoted = async (json: object): Promise<QuoteView> =>
  quoteView.strict().parse(await expectJson(call("POST", "/api/quotes", { json }), 201));
const hold = (holderId: string, quote: QuoteView, units = quote.units, atMs = Date.now()): Command => ({
  kind: "hold",
  workId: newId("request"),
  holderId,
  amount: amount("credit", units),
  quoteId: quote.id,
  reference: null,
  atMs,
  expiresAtMs: atMs + 60_000,
});

test("the price list is public and may be cached", async () => {
  const answer = await call("GET", "/api/plans");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
  const { products } = plansView.strict().parse(await answer.json());
  expect(products.map(({ product, state }) => [product, state])).toEqual([
    ["llamasketch", "open"],
    ["gencraft", "later"],
    ["characters", "later"],
  ]);
});

test("A6.6: a price is told before it is paid, with its band, and is kept to the credit", async () => {
  const quote = await quoted({ work: "picture", count: 5, steps: 16 });
  expect(quote).toMatchObject({ asset: "credit", units: 10, band: "normal" });
  expect(quote.lines.reduce((sum, { units }) => sum + units, 0)).toBe(10);
  const holderId = await holderWith(50);
  await expect(say(hold(holderId, quote, 9))).rejects.toMatchObject({ refusal: "quote_mismatch" });
  await say(hold(holderId, quote));
  await expect(say(hold(holderId, quote))).rejects.toMatchObject({ refusal: "quote_spent" });
  const stored = await env.DB.prepare("SELECT request FROM quotes WHERE id = ?")
    .bind(quote.id)
    .first<{ request: string }>();
  expect(JSON.parse(stored?.request ?? "")).toMatchObject({ work: "picture", count: 5, steps: 16 });
});

test("a promise ends", async () => {
  const quote = await quoted({ work: "picture" });
  const endsMs = Date.parse(quote.expiresAt);
  expect(endsMs - Date.now()).toBeGreaterThan(590_000);
  const holderId = await holderWith(5);
  await expect(say(hold(holderId, quote, 1, endsMs))).rejects.toMatchObject({ refusal: "quote_expired" });
});

test("A6.4: who asks makes no difference", async () => {
  const { cookie } = await newSketch();
  const json = { work: "picture", count: 7 };
  const anonymous = await quoted(json);
  const known = quoteView.parse(await expectJson(call("POST", "/api/quotes", { json, cookie }), 201));
  expect({ ...known, id: "", expiresAt: "" }).toEqual({ ...anonymous, id: "", expiresAt: "" });
});

test("what has no price says why", async () => {
  const { fields } = await expectProblem(
    call("POST", "/api/quotes", { json: { work: "video", product: "characters", seconds: 6 } }),
    "bad_request",
  );
  expect(fields).toEqual({ product: "Character studio is not sold yet." });
});

test("refusals of the ledger are said plainly, and other errors are left alone", async () => {
  const holderId = await holderWith(1);
  const quote = await quoted({ work: "picture", count: 2 });
  const refusal = await say(hold(holderId, quote)).catch((error: unknown) => error);
  expect(saidPlainly(refusal)).toMatchObject({ code: "insufficient_credits" });
  const unknown = await say(hold(holderId, { ...quote, id: newId("quote") })).catch(
    (error: unknown) => error,
  );
  expect(saidPlainly(unknown)).toMatchObject({ code: "conflict" });
  const other = new Error("something else");
  expect(saidPlainly(other)).toBe(other);
});

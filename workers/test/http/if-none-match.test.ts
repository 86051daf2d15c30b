import { exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { isKnownAs, unlessKnown } from "../../src/http/if-none-match.ts";
import { ORIGIN } from "../wire.ts";

const TAG = '"abc"';
describe("what a caller says it has", () => {
  test.each([TAG, `W/${TAG}`, "*", " * ", `"x", ${TAG}`, `W/"x",W/${TAG} ,"y"`, `nonsense, ${TAG}`])(
    "%s is known",
    (header) => expect(isKnownAs(TAG, header)).toBe(true),
  );
  test.each(["", '"x"', "abc", '"abc', 'w/"abc"', ",", '"ABC"', "**"])("%j is not", (header) =>
    expect(isKnownAs(TAG, header)).toBe(false),
  );
  test("a store is asked by what is well formed alone", () => {
    const asked = (headers: Record<string, string>) => Object.fromEntries(unlessKnown(new Headers(headers)));
    expect(asked({ "if-none-match": "abc" })).toEqual({});
    expect(asked({ "if-none-match": `x, W/${TAG}` })).toEqual({ "if-none-match": TAG });
    expect(asked({ "if-match": '"zz"', "if-unmodified-since": "Mon, 01 Jan 2001 00:00:00 GMT" })).toEqual({});
    const since = "Mon, 01 Jan 2035 00:00:00 GMT";
    expect(asked({ "if-modified-since": since })).toEqual({ "if-modified-since": since });
    expect(asked({ "if-modified-since": since, "if-none-match": "abc" })).toEqual({});
    expect(asked({ "if-modified-since": "yesterday" })).toEqual({});
  });
});

test.each(["/api/openapi.json", "/api/v1/openapi.json"])("%s is not sent to who has it", async (path) => {
  const ask = (headers: Record<string, string>, method = "GET") =>
    exports.default.fetch(ORIGIN + path, { method, headers });
  const first = await ask({});
  const etag = first.headers.get("etag") ?? "";
  expect(first.status).toBe(200);
  await first.text();
  for (const header of [etag, `W/${etag}`, "*", `"x", ${etag}`]) {
    const again = await ask({ "if-none-match": header });
    expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""]);
  }
  expect((await ask({ "if-none-match": etag }, "HEAD")).status).toBe(304);
  const other = await ask({ "if-none-match": "unquoted" });
  expect(other.status).toBe(200);
  await other.text();
});

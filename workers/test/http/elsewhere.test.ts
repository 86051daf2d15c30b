/** Pages of other origins, and what HTTP itself promises: preflight, Allow, WWW-Authenticate, the scheme in any case, If-None-Match. */
import { beforeAll, describe, expect, test } from "vitest";
import { MEDIA_ROOT } from "../../src/http/media-root.ts";
import { call, expectJson } from "../people.ts";
import { SECRETS } from "../secrets.ts";
import { PainterHost, Asker } from "../media/stage.ts";
import { everyRoute, idsOf, type Knock } from "./calls.ts";
import { newCast, newKeyOf, type Cast } from "./cast.ts";
import { expectProblem } from "./problem.ts";

const ELSEWHERE = "https://notebook.example";
const ROUTES = await everyRoute();
const isPublic = ({ method, access, pattern }: Knock): boolean =>
  method === "GET" && access.who === "nobody" && !pattern.startsWith(MEDIA_ROOT);

let cast: Cast;
let key: string;
beforeAll(async () => {
  cast = await newCast();
  key = await newKeyOf(cast.account, [
    "generations:read",
    "generations:write",
    "sketches:read",
    "sketches:write",
  ]);
});

const preflight = (path: string, method: string, headers: string): Promise<Response> =>
  call("OPTIONS", path, {
    headers: {
      origin: ELSEWHERE,
      "access-control-request-method": method,
      "access-control-request-headers": headers,
    },
  });
/** As a browser reads the answer: may the call be made, with these headers, without cookies? */
function allows(answer: Response, method: string, headers: string[]): boolean {
  const list = (name: string) => (answer.headers.get(name) ?? "").toLowerCase().split(/, */);
  return (
    answer.status === 204 &&
    answer.headers.get("access-control-allow-origin") === "*" &&
    list("access-control-allow-methods").includes(method.toLowerCase()) &&
    headers.every((name) => list("access-control-allow-headers").includes(name))
  );
}

describe("a page of another origin", () => {
  test.each(ROUTES)("$method $pattern: preflight tells the truth", async (route) => {
    const path = route.path(idsOf(cast));
    const takesKeys = route.access.scope !== undefined;
    const withKey = await preflight(path, route.method, "authorization,content-type");
    expect(allows(withKey, route.method, ["authorization", "content-type"])).toBe(
      takesKeys || isPublic(route),
    );
    const bare = await preflight(path, route.method, "content-type");
    expect(allows(bare, route.method, ["content-type"])).toBe(isPublic(route));
    // With cookies: never.
    for (const answer of [withKey, bare])
      expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("generates with its key, whatever cookies come along, and reads the answer", async () => {
    const json = { prompt: "a house at dusk", widthPx: 256, heightPx: 256 };
    const headers = { origin: ELSEWHERE, authorization: `Bearer ${key}` };
    const asked = await call("POST", "/api/v1/quotes", { json, headers, cookie: cast.visitor.cookie });
    expect([asked.status, asked.headers.get("access-control-allow-origin")]).toEqual([201, "*"]);
    expect(asked.headers.get("access-control-expose-headers")).toContain("retry-after");
    const { sketches } = await expectJson<{ sketches: { id: string }[] }>(
      call("GET", "/api/sketches", { headers, cookie: cast.visitor.cookie }),
    );
    expect(sketches.map(({ id }) => id)).toEqual([cast.account.sketchId]);
    for (const path of ["/api/v1/openapi.json", "/api/openapi.json", "/api/v1/models", "/api/plans"]) {
      const answer = await call("GET", path, { headers: { origin: ELSEWHERE } });
      expect([path, answer.headers.get("access-control-allow-origin")]).toEqual([path, "*"]);
    }
  });

  test("changes nothing with anything else, and reads nothing that is somebody's", async () => {
    const json = { prompt: "a house at dusk" };
    const others: Record<string, string>[] = [
      {},
      { authorization: "Bearer nonsense" },
      { authorization: "Basic dXNlcjpwYXNz" },
      { authorization: `Bearer ${SECRETS.OPERATOR_TOKEN}` },
    ];
    for (const more of others) {
      const headers = { origin: ELSEWHERE, ...more };
      const as = { cookie: cast.account.cookie, headers };
      await expectProblem(call("POST", "/api/v1/quotes", { json, ...as }), "forbidden");
      const read = await call("GET", "/api/sketches", as);
      expect(read.headers.get("access-control-allow-origin")).toBeNull();
      expect(read.headers.get("access-control-allow-credentials")).toBeNull();
    }
    // A route that takes no key takes none from there either.
    const headers = { origin: ELSEWHERE, authorization: `Bearer ${key}` };
    await expectProblem(call("POST", "/api/account/delete", { json: {}, headers }), "forbidden");
    // A key that does not hold is told so, where its page can read it.
    const wrong = await call("POST", "/api/v1/quotes", {
      json,
      headers: { origin: ELSEWHERE, authorization: `Bearer ${key}x` },
    });
    expect([wrong.status, wrong.headers.get("access-control-allow-origin")]).toEqual([401, "*"]);
  });
});

test("405 says what there is instead", async () => {
  const patterns = [...new Set(ROUTES.map(({ pattern }) => pattern))];
  for (const pattern of patterns) {
    const known = ROUTES.filter((route) => route.pattern === pattern);
    const methods = known.map(({ method }) => method);
    const other = ["DELETE", "PATCH", "PUT", "POST"].find((method) => !methods.includes(method)) ?? "";
    const answer = await call(other, known[0]?.path(idsOf(cast)) ?? "", { cookie: cast.account.cookie });
    expect([pattern, answer.status]).toEqual([pattern, 405]);
    const allow = (answer.headers.get("allow") ?? "").split(", ");
    for (const method of methods) expect(allow, pattern).toContain(method);
    expect(allow, pattern).not.toContain(other);
  }
});

test("401 says what can be shown, and whether what was shown is at fault", async () => {
  for (const [headers, challenge] of [
    [{}, 'Bearer realm="LlamaSketch"'],
    [{ authorization: "Bearer lsk_no" }, 'Bearer realm="LlamaSketch", error="invalid_token"'],
  ] as const) {
    const answer = await call("GET", "/api/v1/generations", { headers });
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, challenge]);
  }
});

test("the scheme is written in any case, wherever a bearer is read", async () => {
  for (const scheme of ["Bearer", "bearer", "BEARER", "bEaReR "]) {
    const mine = await call("GET", "/api/v1/generations", { headers: { authorization: `${scheme} ${key}` } });
    const operator = await call("GET", "/api/operator/dispatcher", {
      headers: { authorization: `${scheme} ${SECRETS.OPERATOR_TOKEN}` },
    });
    expect([mine.status, operator.status]).toEqual([200, 200]);
  }
  await expectProblem(
    call("GET", "/api/operator/dispatcher", {
      headers: { authorization: `Bearer${SECRETS.OPERATOR_TOKEN}` },
    }),
    "unauthorized",
  );
});

test("a body that is needed and is not there is told so, and every default is one of `{}`", async () => {
  for (const path of ["/api/v1/quotes", "/api/quotes", "/api/sketches"])
    for (const more of [{}, { headers: { "content-type": "application/json" } }]) {
      const { fields, hint } = await expectProblem(
        call("POST", path, { ...more, cookie: cast.visitor.cookie }),
        "bad_request",
      );
      expect([fields, hint]).toEqual([{ "(body)": "This is needed." }, expect.stringContaining("`{}`")]);
    }
  expect((await call("POST", "/api/v1/quotes", { json: {}, cookie: cast.visitor.cookie })).status).toBe(201);
});

test("what has an ETag is not sent again to whoever has it", async () => {
  const asker = await Asker.start();
  const host = await PainterHost.start();
  const id = await asker.picture(host);
  const url = new URL((await asker.look(id)).results[0]?.url ?? "");
  const picture = `/api/pictures/${cast.picture}`;
  for (const [path, cookie] of [
    [url.pathname + url.search, undefined],
    [picture, cast.visitor.cookie],
  ] as const) {
    const as = cookie ? { cookie } : {};
    const first = await call("GET", path, as);
    const etag = first.headers.get("etag") ?? "";
    expect([first.status, etag]).toEqual([200, expect.stringMatching(/^".+"$/)]);
    await first.body?.cancel();
    for (const named of [etag, `W/${etag}`, `"x", ${etag}`]) {
      const again = await call("GET", path, { ...as, headers: { "if-none-match": named } });
      expect([path, named, again.status, await again.text()]).toEqual([path, named, 304, ""]);
      expect(again.headers.get("etag")).toBe(etag);
    }
    const other = await call("GET", path, { ...as, headers: { "if-none-match": '"x"' } });
    expect(other.status).toBe(200);
    await other.body?.cancel();
  }
  host.host.agent.die();
});

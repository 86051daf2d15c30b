/** What holds for every route there is, generated from the table itself: a new one is in here the moment it is declared. */
import { env } from "cloudflare:workers";
import { ACCESS_TOKEN_MS, CLIENT_TICKET_MS, SCOPES, type ErrorCode } from "@llamasketch/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAccessTokens } from "../../src/accounts/access-tokens.ts";
import { BODY_MAX_BYTES } from "../../src/http/body-guard.ts";
import { createTickets } from "../../src/studios/sketch/live/tickets.ts";
import { call, type Call } from "../people.ts";
import { SECRETS } from "../secrets.ts";
import { UNKNOWN, everyRoute, idsOf, type Knock } from "./calls.ts";
import { newCast, newKeyOf, newPerson, newTokenOf, type Cast } from "./cast.ts";
import { expectProblem } from "./problem.ts";
import { endAllJobs } from "../jobs/stage.ts";
import { newHost } from "../hosts.ts";

/** What was asked for by the way is nobody else's to make. */
afterAll(endAllJobs);

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const ROUTES = await everyRoute();
const where = (test: (knock: Knock) => boolean) => ROUTES.filter(test);
const PERSONAL = where(({ access }) => ["owner", "account", "moderator", "admin"].includes(access.who));
const OWNED = where(({ access }) => access.who === "owner");
const SIGNED_IN = where(({ access }) => ["account", "moderator", "admin"].includes(access.who));
const BY_TOKEN = where(({ access }) => access.who === "agent" || access.who === "operator");
const BY_TICKET = where(({ access }) => access.who === "ticket");
const CHANGING = where(({ method }) => method !== "GET");
const WITH_BODY = where(({ operation }) => operation.body !== null);

let cast: Cast;
beforeAll(async () => {
  cast = await newCast();
});
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const knock = ({ method, path, more }: Knock, as: Call = {}): Promise<Response> =>
  call(method, path(idsOf(cast)), { ...more, ...as, headers: { ...more.headers, ...as.headers } });
const ofTicket: ErrorCode = "ticket_invalid";

test("every route says who may call it, and the document has them all", () => {
  expect(ROUTES.length).toBeGreaterThan(40);
  for (const { access, operation, pattern } of ROUTES) {
    expect(access.who, pattern).toBeTruthy();
    expect(Object.keys(operation.responses).length, pattern).toBeGreaterThan(0);
  }
});

describe("without a credential", () => {
  test.each([...PERSONAL, ...BY_TOKEN])("$method $pattern: 401", async (route) => {
    await expectProblem(knock(route), "unauthorized");
  });
  test.each(BY_TICKET)("$method $pattern: 401", async (route) => {
    await expectProblem(knock(route), ofTicket);
  });
});

describe("with a wrong one", () => {
  test.each(PERSONAL)("$method $pattern: 401", async (route) => {
    const { cookie } = cast.visitor;
    const [, signature] = cookie.split(".");
    const [, ofDevice] = cast.account.cookie.split(".");
    const forged: Call[] = [
      { cookie: `${cookie.slice(0, -6)}AAAA%3D` },
      { cookie: `ls_user=usr_01ARZ3NDEKTSV4RRFFQ69G5FAV.${signature}` },
      { cookie: `ls_device=dvc_01ARZ3NDEKTSV4RRFFQ69G5FAV.${ofDevice}` },
      { cookie: "ls_device=; ls_user=" },
      { headers: bearer("lsk_01ARZ3NDEKTSV4RRFFQ69G5FAV_c2VjcmV0") },
      { headers: bearer("lsk_") },
      { headers: bearer("eyJhbGciOiJub25lIn0.e30.") },
      { headers: bearer(SECRETS.OPERATOR_TOKEN) },
      { headers: { authorization: "Basic dXNlcjpwYXNz" } },
    ];
    for (const as of forged) await expectProblem(knock(route, as), "unauthorized");
  });
  test.each(BY_TOKEN)("$method $pattern: 401", async (route) => {
    const wrong = route.access.who === "agent" ? SECRETS.OPERATOR_TOKEN : (await newHost()).credential;
    for (const authorization of ["", "Bearer ", "Bearer nope", `Bearer ${wrong}`, `Basic ${wrong}`]) {
      const as = { headers: { authorization }, cookie: cast.admin.cookie };
      await expectProblem(knock(route, as), "unauthorized");
    }
  });
  test.each(BY_TICKET)("$method $pattern: 401", async (route) => {
    const { sketch } = cast.visitor;
    const address = `${sketch.id}:1`;
    const forger = createTickets(["a-key-that-nobody-here-ever-had"]);
    const forged = await forger.forClient("usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", address, Date.now());
    for (const ticket of ["x", "a.b.c", forged, "x".repeat(3000)]) {
      const path = `${route.path(idsOf(cast))}?ticket=${ticket}`;
      await expectProblem(call("GET", path, { ...route.more, cookie: cast.admin.cookie }), ofTicket);
    }
  });
});

describe("with one that has expired", () => {
  test.each(PERSONAL)("$method $pattern: 401", async (route) => {
    const { userId, deviceId } = cast.account;
    const tokens = createAccessTokens(SECRETS.TOKEN_KEYS.split(","));
    const old = await tokens.sign(userId, deviceId, Date.now() - ACCESS_TOKEN_MS - 1000);
    await expectProblem(knock(route, { headers: bearer(old) }), "unauthorized");
    const { jar, deviceId: gone } = await signedOutLongAgo();
    await expectProblem(knock(route, { cookie: jar.cookie }), "unauthorized");
    const current = await tokens.sign(userId, gone, Date.now());
    await expectProblem(knock(route, { headers: bearer(current) }), "unauthorized");
  });
  test.each(BY_TICKET)("$method $pattern: 401", async (route) => {
    const address = `${cast.visitor.sketch.id}:1`;
    const tickets = createTickets(SECRETS.TICKET_KEYS.split(","));
    const old = await tickets.forClient(
      "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
      address,
      Date.now() - CLIENT_TICKET_MS - 1000,
    );
    const path = `${route.path(idsOf(cast))}?ticket=${old}`;
    await expectProblem(call("GET", path, route.more), ofTicket);
  });
});

let expired: Promise<Cast["account"]> | null = null;
let asked = 0;
/** Another one now and then: what was signed out and asks on and on is soon not looked up any more. */
function signedOutLongAgo(): Promise<Cast["account"]> {
  if ((asked += 1) % 20 === 0) expired = null;
  expired ??= newPerson().then(async (person) => {
    await env.DB.prepare("UPDATE devices SET expires_at = 1 WHERE id = ?").bind(person.deviceId).run();
    return person;
  });
  return expired;
}

describe("L33, somebody else's ids do not exist", () => {
  const withIds = OWNED.filter(({ operation }) => operation.parameters.some(({ name }) => name === "id"));
  test.each(withIds)("$method $pattern: 404", async (route) => {
    const key = await keyOfAccount();
    const others: Call[] = [
      { cookie: cast.stranger.cookie },
      { cookie: cast.account.cookie },
      { cookie: cast.admin.cookie },
      { headers: bearer(key) },
    ];
    for (const as of others) {
      const foreign = await expectProblem(knock(route, as), "not_found");
      const absent = await expectProblem(
        call(route.method, route.path(UNKNOWN), {
          ...route.more,
          ...as,
          headers: { ...route.more.headers, ...as.headers },
        }),
        "not_found",
      );
      expect({ ...foreign, requestId: "" }).toEqual({ ...absent, requestId: "" });
    }
  });

  let key: Promise<string> | null = null;
  const keyOfAccount = () => (key ??= newKeyOf(cast.account, [...SCOPES]));
});

describe("with the wrong role", () => {
  test.each(SIGNED_IN)("$method $pattern, a visitor: 401", async (route) => {
    await expectProblem(knock(route, { cookie: cast.visitor.cookie }), "unauthorized");
  });
  const powerful = SIGNED_IN.filter(({ access }) => access.who !== "account");
  test.each(powerful)("$method $pattern, somebody without the role: 403", async (route) => {
    await expectProblem(knock(route, { cookie: cast.account.cookie }), "forbidden");
    await expectProblem(knock(route, { headers: bearer(await newTokenOf(cast.account)) }), "forbidden");
    if (route.access.who === "admin")
      await expectProblem(knock(route, { cookie: cast.moderator.cookie }), "forbidden");
  });
  test.each(PERSONAL.filter(({ access }) => access.banned === undefined))(
    "$method $pattern, who was banned: 403",
    async (route) => {
      await expectProblem(knock(route, { cookie: cast.banned.cookie }), "forbidden");
    },
  );
  test.each(PERSONAL)("$method $pattern, a key that is not for it: 403", async (route) => {
    const scopes = route.access.scope === "sketches:read" ? ["sketches:write"] : ["sketches:read"];
    const key = await keyFor(scopes[0] === "sketches:read" ? "sketches:read" : "sketches:write");
    await expectProblem(knock(route, { headers: bearer(key) }), "forbidden");
  });

  const keys = new Map<string, Promise<string>>();
  function keyFor(scope: "sketches:read" | "sketches:write"): Promise<string> {
    const found = keys.get(scope) ?? newKeyOf(cast.otherAccount, [scope]);
    keys.set(scope, found);
    return found;
  }
});

describe("methods a route does not have", () => {
  const patterns = [...new Set(ROUTES.map(({ pattern }) => pattern))];
  test.each(patterns)("%s: 405", async (pattern) => {
    const known = where((route) => route.pattern === pattern);
    const path = known[0]?.path(idsOf(cast)) ?? "";
    for (const method of METHODS) {
      if (known.some((route) => route.method === method)) continue;
      await expectProblem(call(method, path, { cookie: cast.account.cookie }), "method_not_allowed");
    }
  });
});

describe("pages of other sites", () => {
  test.each(CHANGING)("$method $pattern: 403", async (route) => {
    for (const origin of ["https://evil.test", "null", "https://llama.test.evil.test", "garbage"]) {
      const headers = { origin, host: "llama.test", "x-forwarded-host": "evil.test" };
      await expectProblem(knock(route, { cookie: cast.account.cookie, headers }), "forbidden");
    }
  });
});

describe("bodies", () => {
  /** Who gets as far as the body. */
  const allowed = ({ access }: Knock): Call => ({
    cookie: access.who === "owner" ? cast.visitor.cookie : cast.admin.cookie,
    ...(access.who === "operator" && { headers: bearer(SECRETS.OPERATOR_TOKEN) }),
  });
  test.each(WITH_BODY)("$method $pattern: garbage is 400", async (route) => {
    const headers = { "content-type": "application/json" };
    for (const body of ["{", "not json", "[1", '"', '{"title":}', "\u0000"]) {
      const { json: _json, ...more } = route.more;
      const as = allowed(route);
      const asked = { ...more, ...as, body, headers: { ...as.headers, ...headers } };
      await expectProblem(call(route.method, route.path(idsOf(cast)), asked), "bad_request");
    }
    for (const json of [[], "text", 5, null]) {
      const { fields } = await expectProblem(knock(route, { ...allowed(route), json }), "bad_request");
      expect(Object.keys(fields ?? {})).toEqual(["(body)"]);
    }
  });
  test.each(WITH_BODY)("$method $pattern: another content type is 415", async (route) => {
    const { json: _json, ...more } = route.more;
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "application/jsonx",
    ]) {
      const as = allowed(route);
      const asked = { ...more, ...as, body: "{}", headers: { ...as.headers, "content-type": type } };
      await expectProblem(call(route.method, route.path(idsOf(cast)), asked), "unsupported_media_type");
    }
  });
  test.each(CHANGING)("$method $pattern: more than it takes is 413", async (route) => {
    const { json: _json, ...more } = route.more;
    const as = allowed(route);
    const type = route.method === "PUT" ? "image/webp" : "application/json";
    const asked = {
      ...more,
      ...as,
      body: `"${"x".repeat(route.access.bodyMaxBytes ?? BODY_MAX_BYTES)}"`,
      headers: { ...as.headers, "content-type": type },
    };
    await expectProblem(call(route.method, route.path(idsOf(cast)), asked), "payload_too_large");
  });
  test.each(where(({ operation }) => operation.parameters.some(({ name }) => name === "id")))(
    "$method $pattern: ids that are no ids are 400 or 404",
    async (route) => {
      for (const odd of ["x", "skt_", "%00", "skt_01arz3ndektsv4rrffq69g5fav", "a".repeat(500)]) {
        const path = route.path({ sketch: odd, picture: odd }).replace(/(dvc|key|usr)_\w+/, odd);
        const answer = await call(route.method, path, { ...route.more, ...allowed(route) });
        expect([400, 404]).toContain(answer.status);
        expect(await answer.json()).toMatchObject({ error: { requestId: expect.stringMatching(/^req_/) } });
      }
    },
  );
});

describe("every answer", () => {
  const SECURE: Record<string, RegExp> = {
    "x-content-type-options": /^nosniff$/,
    "referrer-policy": /^same-origin$/,
    "content-security-policy": /default-src 'none'/,
    "x-frame-options": /^DENY$/,
    "strict-transport-security": /max-age=\d{7,}/,
    "cross-origin-resource-policy": /^same-origin$/,
    "permissions-policy": /camera=\(\)/,
    "x-request-id": /^req_/,
  };
  const secured = (answer: Response, what: string): void => {
    if (answer.webSocket) return;
    for (const [name, pattern] of Object.entries(SECURE))
      expect(answer.headers.get(name) ?? "", `${what}: ${name}`).toMatch(pattern);
    expect(answer.headers.get("cache-control"), what).not.toBeNull();
  };
  test.each(ROUTES)(
    "$method $pattern carries the headers that protect it, sound or refused",
    async (route) => {
      secured(await knock(route, { cookie: cast.account.cookie }), "answered");
      secured(await knock(route, { headers: { origin: "https://evil.test" } }), "refused");
      secured(await call("OPTIONS", route.path(idsOf(cast))), "another method");
    },
  );
  test("also where nothing is", async () => {
    secured(await call("GET", "/api/nothing/here"), "nothing");
  });
});

describe("sockets", () => {
  test.each([...BY_TICKET, ...where(({ access }) => access.who === "agent")])(
    "$method $pattern without an upgrade: 426",
    async (route) => {
      const headers = bearer((await newHost()).credential);
      await expectProblem(call("GET", route.path(idsOf(cast)), { headers }), "upgrade_required");
    },
  );
});

/** What holds for each route of the table, whoever added it. */
import { beforeAll, describe, expect, test } from "vitest";
import { app } from "../../src/app.ts";
import { SECRETS } from "../secrets.ts";
import { call, newSketch, type Owned } from "../people.ts";
import { keptPicture } from "../kept-picture.ts";
import { expectProblem } from "./problem.ts";
import { ROUTES, UNKNOWN_PICTURE, UNKNOWN_SKETCH } from "./routes.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const OWN = ROUTES.filter(({ door }) => door === "owner" || door === "self");
const OWNED = ROUTES.filter((route) => route.door === "owner");

let mine: Owned;
let picture: string;
let stranger: Owned;
beforeAll(async () => {
  mine = await newSketch();
  picture = await keptPicture(mine);
  stranger = await newSketch();
});

test("the table here and the app's own are the same", () => {
  const served = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(served)].toSorted()).toEqual(
    ROUTES.map(({ method, pattern }) => `${method} ${pattern}`).toSorted(),
  );
});

describe("methods a route does not have", () => {
  const patterns = [...new Set(ROUTES.map(({ pattern }) => pattern))];
  test.each(patterns)("%s: 405", async (pattern) => {
    const known = ROUTES.filter((route) => route.pattern === pattern);
    const path = known[0]?.path(mine.sketch.id, picture) ?? "";
    for (const method of METHODS) {
      if (known.some((route) => route.method === method)) continue;
      await expectProblem(call(method, path, { cookie: mine.cookie }), "method_not_allowed");
    }
  });
});

describe("L33, someone else's ids do not exist", () => {
  test.each(OWNED)("$method $pattern", async ({ method, path, json }) => {
    const asked = { cookie: stranger.cookie, ...(json && { json }) };
    const foreign = await expectProblem(call(method, path(mine.sketch.id, picture), asked), "not_found");
    const absent = await expectProblem(
      call(method, path(UNKNOWN_SKETCH, UNKNOWN_PICTURE), asked),
      "not_found",
    );
    expect({ ...foreign, requestId: "" }).toEqual({ ...absent, requestId: "" });
  });
});

describe("L20, an owner's route without a good cookie", () => {
  test.each(OWN)("$method $pattern", async ({ method, path, json }) => {
    const address = path(mine.sketch.id, picture);
    const more = json && { json };
    await expectProblem(call(method, address, { ...more }), "unauthorized");
    const forged = mine.cookie.slice(0, -6) + "AAAA%3D";
    await expectProblem(call(method, address, { cookie: forged, ...more }), "unauthorized");
    const [, signature] = mine.cookie.split(".");
    const stolen = `ls_user=usr_01ARZ3NDEKTSV4RRFFQ69G5FAV.${signature}`;
    await expectProblem(call(method, address, { cookie: stolen, ...more }), "unauthorized");
  });
});

describe("ids that are no ids", () => {
  test.each(OWNED)("$method $pattern", async ({ method, path, json }) => {
    for (const odd of ["x", "skt_", "%00", "skt_01arz3ndektsv4rrffq69g5fav", "a".repeat(500)]) {
      const answer = await call(method, path(odd, odd), { cookie: mine.cookie, ...(json && { json }) });
      expect([400, 404]).toContain(answer.status);
      expect(await answer.json()).toMatchObject({ error: { requestId: expect.stringMatching(/^req_/) } });
    }
  });
});

describe("pages of other sites", () => {
  test.each(ROUTES.filter(({ method }) => method !== "GET"))(
    "$method $pattern: 403",
    async ({ method, path, json }) => {
      for (const origin of ["https://evil.test", "null", "https://llama.test.evil.test", "garbage"]) {
        const asked = { cookie: mine.cookie, headers: { origin, host: "llama.test" }, ...(json && { json }) };
        await expectProblem(call(method, path(mine.sketch.id, picture), asked), "forbidden");
      }
    },
  );
});

describe("doors with a token of their own", () => {
  test.each(ROUTES.filter(({ door }) => door === "agent" || door === "operator"))(
    "$method $pattern",
    async ({ method, path, door }) => {
      const wrong = door === "agent" ? SECRETS.OPERATOR_TOKEN : SECRETS.AGENT_TOKEN;
      const tries = [undefined, "", "Bearer ", "Bearer nope", `Bearer ${wrong}`, `Basic ${wrong}`];
      for (const authorization of tries) {
        const headers = {
          ...(authorization !== undefined && { authorization }),
          ...(door === "agent" && { upgrade: "websocket" }),
        };
        await expectProblem(call(method, path("", ""), { headers, cookie: mine.cookie }), "unauthorized");
      }
    },
  );
});

describe("doors that only sockets pass", () => {
  test.each(ROUTES.filter(({ door }) => door === "ticket" || door === "agent"))(
    "$method $pattern",
    async ({ method, path }) => {
      const headers = { authorization: `Bearer ${SECRETS.AGENT_TOKEN}` };
      await expectProblem(call(method, path(mine.sketch.id, ""), { headers }), "upgrade_required");
    },
  );
});

describe("bodies", () => {
  const writing = ROUTES.filter(({ json }) => json);
  test.each(writing)(
    "$method $pattern: garbage is 400",
    async ({ method, path, field = "", longest = 120 }) => {
      const headers = { "content-type": "application/json" };
      for (const body of ["{", "not json", "[1", '"', '{"title":}']) {
        const asked = { cookie: mine.cookie, body, headers };
        await expectProblem(call(method, path(mine.sketch.id, picture), asked), "bad_request");
      }
      const wrong = [5, "", "x".repeat(longest + 1), {}, null].map((value) => ({ [field]: value }));
      for (const json of [[], "text", 5, null, ...wrong]) {
        const { fields } = await expectProblem(
          call(method, path(mine.sketch.id, picture), { cookie: mine.cookie, json }),
          "bad_request",
        );
        expect(Object.keys(fields ?? {})).toEqual([
          json instanceof Object && field in json ? field : "(body)",
        ]);
      }
    },
  );
  test.each(writing)("$method $pattern: another content type is 415", async ({ method, path }) => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "application/jsonx",
    ]) {
      const asked = { cookie: mine.cookie, body: "{}", headers: { "content-type": type } };
      await expectProblem(call(method, path(mine.sketch.id, picture), asked), "unsupported_media_type");
    }
  });
  test.each(writing)("$method $pattern: more than 64 KB is 413", async ({ method, path }) => {
    const json = { title: "x".repeat(70_000) };
    await expectProblem(
      call(method, path(mine.sketch.id, picture), { cookie: mine.cookie, json }),
      "payload_too_large",
    );
  });
});

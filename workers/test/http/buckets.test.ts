/** What may be asked how often: one list, and the platform told the same. */
import { expect, test } from "vitest";
import { BUCKETS } from "../../src/http/buckets.ts";
import { Jar, lettersTo, newEmail } from "../jar.ts";
import { call, newSketch } from "../people.ts";
import config from "../../../wrangler.toml?raw";
import { everyRoute } from "./calls.ts";
import { expectProblem } from "./problem.ts";

test("the platform's counters have the figures of the list, each a place of its own", () => {
  const declared = [
    ...config.matchAll(
      /name = "(LIMIT_\w+)"\nnamespace_id = "(\d+)"\nsimple = \{ limit = (\d+), period = (\d+) \}/g,
    ),
  ].map(([, binding, place, limit, periodS]) => ({
    binding,
    place,
    limit: Number(limit),
    periodS: Number(periodS),
  }));
  expect(declared.map(({ place: _place, ...rest }) => rest)).toEqual(
    Object.values(BUCKETS).map(({ binding, limit, periodS }) => ({ binding, limit, periodS })),
  );
  expect(new Set(declared.map(({ place }) => place)).size).toBe(declared.length);
});

test("a route whose calls wear nothing out is one of the few that are known to", async () => {
  const free = (await everyRoute()).filter(({ access }) => access.limit === null);
  expect(free.map(({ method, pattern }) => `${method} ${pattern}`).toSorted()).toEqual([
    "GET /api/account/ways",
    "GET /api/agents/control",
    "GET /api/agents/jobs/{job}/{attempt}/input",
    "GET /api/agents/sessions/{address}",
    "GET /api/health",
    "GET /api/openapi.json",
    "GET /api/operator/dispatcher",
    "GET /api/operator/hosts",
    "GET /api/operator/jobs",
    "GET /api/operator/ledger",
    "GET /api/plans",
    "GET /api/v1/openapi.json",
    "GET /dev/mail",
    "POST /api/operator/dispatcher/restart",
    "POST /api/operator/hosts",
    "POST /api/operator/hosts/{id}/revoke",
    "PUT /api/agents/jobs/{job}/{attempt}/outputs/{position}",
  ]);
});

test("an empty bucket says when to come back, and only to whom it is empty", async () => {
  const from = { headers: { "cf-connecting-ip": "198.51.100.7" } };
  const ask = (more = from) => call("POST", "/api/account/links", { json: { email: newEmail() }, ...more });
  const answers = await Promise.all(Array.from({ length: BUCKETS.mail.limit + 4 }, () => ask()));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(BUCKETS.mail.limit);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(4);
  for (const { headers } of refused) expect(headers.get("retry-after")).toBe("60");
  await expectProblem(ask(), "too_many_requests");
  expect((await ask({ headers: { "cf-connecting-ip": "198.51.100.8" } })).status).toBe(202);
});

test("what is counted by person follows the person, not the address; a newcomer is its address", async () => {
  const { cookie } = await newSketch();
  const make = (more: object) => call("POST", "/api/sketches", { json: {}, ...more });
  const asPerson = await Promise.all(Array.from({ length: BUCKETS.make.limit + 3 }, () => make({ cookie })));
  expect(asPerson.filter(({ status }) => status === 429)).toHaveLength(3);
  expect((await make({})).status).toBe(201);
});

test("names of hosts that a caller makes up change nothing", async () => {
  const jar = new Jar();
  const email = newEmail();
  const headers = {
    "x-forwarded-host": "evil.test",
    "x-forwarded-for": "203.0.113.9",
    forwarded: "host=evil.test",
  };
  expect((await jar.call("POST", "/api/account/links", { json: { email }, headers })).status).toBe(202);
  const [letter] = await lettersTo(email);
  expect(letter?.text).toContain("https://llama.test/sign-in/link#");
  expect(letter?.text).not.toContain("evil.test");
});

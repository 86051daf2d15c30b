/** Thousands of calls made from the API's own document, sound and spoiled: every answer is one the document names. */
import { env } from "cloudflare:workers";
import { SCOPES, errorBody } from "@llamasketch/contract";
import { afterAll, expect, test } from "vitest";
import { services } from "../../src/services.ts";
import { call, type Call } from "../people.ts";
import { newCast, newKeyOf, newTokenOf, type Cast } from "./cast.ts";
import { readDocument, type Operation } from "./document.ts";
import { pick, randomUlid, sample, seeded, spoiled, type Random } from "@llamasketch/testing/sample";
import { endAllJobs } from "../jobs/stage.ts";

/** What was asked for by the way is nobody else's to make. */
afterAll(endAllJobs);

const CALLS = 5008;
const AT_ONCE = 16;
/** Change it to walk other ways; one that ever failed is worth keeping here. */
const SEEDS = [20_261_121];

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Somebody, or nobody: with what they would send to be known. */
async function callersOf(cast: Cast): Promise<Call[]> {
  return [
    {},
    { cookie: cast.visitor.cookie },
    { cookie: cast.account.cookie },
    { cookie: cast.admin.cookie },
    { cookie: cast.moderator.cookie },
    { cookie: cast.banned.cookie },
    { headers: bearer(await newKeyOf(cast.account, [...SCOPES])) },
    { headers: bearer(await newTokenOf(cast.moderator)) },
    { cookie: "ls_user=x; ls_device=%%%; ls_asked=.", headers: bearer("nonsense") },
  ];
}

function valueFor(name: string, operation: Operation, cast: Cast, random: Random): string {
  const schema = operation.parameters.find((parameter) => parameter.name === name)?.schema ?? {};
  const way = random();
  if (way < 0.35) {
    const known = {
      skt: cast.visitor.sketch.id,
      pic: cast.picture,
      dvc: cast.account.deviceId,
      usr: cast.subject.userId,
    };
    const prefix = schema.pattern?.slice(1, 4) as keyof typeof known | undefined;
    if (prefix && known[prefix]) return known[prefix];
  }
  if (way < 0.8) return String(sample(schema, random));
  return pick(random, [
    "",
    "%",
    "..",
    "a b",
    "ünï",
    "x".repeat(300),
    `skt_${randomUlid(random)}`,
    "-1",
    "null",
  ]);
}

function addressOf(operation: Operation, cast: Cast, random: Random): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(valueFor(name, operation, cast, random)),
  );
  const query = operation.parameters
    .filter((parameter) => parameter.in === "query" && (parameter.required ? random() < 0.9 : random() < 0.4))
    .map(({ name }) => `${name}=${encodeURIComponent(valueFor(name, operation, cast, random))}`);
  return query.length > 0 ? `${path}?${query.join("&")}` : path;
}

function bodyOf({ body, method }: Operation, random: Random): Call {
  if (method === "GET") return {};
  if (!body) return random() < 0.1 ? { json: spoiled({}, random) } : {};
  const way = random();
  if (way < 0.04) return {};
  if (way < 0.08) return { body: '{"a":', headers: { "content-type": "application/json" } };
  if (way < 0.12) return { body: "a=1", headers: { "content-type": "application/x-www-form-urlencoded" } };
  const sound = sample(body, random);
  return { json: way < 0.55 ? sound : spoiled(sound, random) };
}

/** After these nobody is left who could call anything else. */
const isLast = ({ method, path }: Operation): boolean => /sign-out|devices/.test(path) && method !== "GET";

/** Hashing passwords is dear: these are tried from one address, which soon has to wait. */
const isDear = ({ path }: Operation): boolean =>
  /sign-(in|up)|resets|confirmations|password|links/.test(path);

test.each(SEEDS)(
  "seed %i: no answer that the document does not name, and nothing fails",
  async (seed) => {
    const random = seeded(seed);
    const [cast, operations] = [await newCast(), await readDocument()];
    const callers = await callersOf(cast);
    const mortals: Call[] = [{}, { cookie: cast.otherAccount.cookie }, { cookie: cast.stranger.cookie }];
    const surprises: string[] = [];
    const seen = new Map<number, number>();
    const one = async (): Promise<void> => {
      const operation = pick(random, operations);
      const caller = isLast(operation) ? pick(random, mortals) : pick(random, callers);
      const more = bodyOf(operation, random);
      const headers = {
        ...caller.headers,
        ...more.headers,
        ...(isDear(operation) && { "cf-connecting-ip": "192.0.2.7" }),
        ...(random() < 0.05 && { origin: "https://evil.test" }),
        ...(operation.responses["101"] && random() < 0.5 && { upgrade: "websocket" }),
      };
      const path = addressOf(operation, cast, random);
      const answer = await call(operation.method, path, { ...caller, ...more, headers });
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      const text = answer.webSocket ? "" : await answer.text();
      const told = `${operation.method} ${path} ${JSON.stringify(more).slice(0, 200)}`;
      // A hole in the path, or a word of another route in it, makes it another address.
      const isElsewhere = answer.status === 405 || text.includes("There is nothing at this address.");
      if (!(answer.status in operation.responses) && !isElsewhere) surprises.push(`${answer.status} ${told}`);
      if (answer.status >= 500 && !(answer.status in operation.responses))
        surprises.push(`${answer.status} ${told} ${text}`);
      if (answer.status >= 400 && !errorBody.safeParse(JSON.parse(text)).success)
        surprises.push(`another shape: ${told} ${text.slice(0, 200)}`);
    };
    for (let made = 0; made < CALLS; made += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, one));
    // What an admin stopped on the way goes on for the tests after these.
    for (const { name } of await services(env).stops.all())
      await call("POST", `/api/admin/stops/${name}`, {
        cookie: cast.admin.cookie,
        json: { stopped: false, reason: "the walk is over" },
      });
    expect(surprises.slice(0, 10)).toEqual([]);
    // It went everywhere: into what is allowed as well as against what is not.
    for (const status of [200, 201, 204, 400, 401, 403, 404, 415, 429])
      expect(seen.get(status) ?? 0, `answers with ${status}`).toBeGreaterThan(5);
  },
  240_000,
);

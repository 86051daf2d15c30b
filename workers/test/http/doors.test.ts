/** Doors that do not tire, and small ones: wrong secrets, letters, what is asked of hosts, bodies without a length, cookies, origins. */
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { app } from "../../src/app.ts";
import { BUCKETS } from "../../src/http/buckets.ts";
import { BODY_MAX_BYTES } from "../../src/http/body-guard.ts";
import { readEnvironment } from "../../src/config.ts";
import { MAILBOX_MAX } from "../../src/accounts/mailbox.ts";
import type { Bindings } from "../../src/ports.ts";
import { services } from "../../src/services.ts";
import { hostsTold, forgetHosts } from "../../src/dispatch/hosts-told.ts";
import { Jar, expectStatus, lettersTo, newEmail } from "../jar.ts";
import { known } from "../ledger/books.ts";
import { call, expectJson, newSketch, type Call } from "../people.ts";
import { SECRETS, VARS } from "../secrets.ts";
import { digestOf } from "../../src/digest.ts";
import { everyRoute } from "./calls.ts";
import { newKeyOf, newPerson } from "./cast.ts";
import { expectProblem } from "./problem.ts";

const WRITES = (await everyRoute()).filter(({ method }) => method !== "GET");
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
const random = (chars: number): string =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(chars)),
    (byte) => "abcdefghij0123456789-_ABCDEFGHIJ"[byte % 32],
  ).join("");
let sites = 0;
const newSite = (): string =>
  `2001:db8:d00:${(sites += 1).toString(16)}`.replace("d00:", `${(0xd00 + sites).toString(16)}:`);

describe("wrong secrets", () => {
  /** How the database is asked while this is done. */
  async function questions(asked: (bindings: Bindings) => Promise<unknown>): Promise<number> {
    let count = 0;
    const DB = new Proxy(env.DB, {
      get(target, name) {
        if (name === "prepare") count += 1;
        const found = Reflect.get(target, name) as unknown;
        return typeof found === "function" ? (found as () => unknown).bind(target) : found;
      },
    });
    await asked({ ...env, DB } as unknown as Bindings);
    return count;
  }
  const ask = (path: string, headers: Record<string, string>, bindings = env as unknown as Bindings) =>
    app.request(`https://llama.test${path}`, { headers }, bindings);
  const wrongOf: [what: string, path: string, header: () => Record<string, string>][] = [
    ["keys without a check", "/api/sketches", () => bearer(`lsk_${ULID}_${random(43)}`)],
    ["keys with a check that is none", "/api/sketches", () => bearer(`lsk_${ULID}_${random(51)}`)],
    ["what has no form of a key", "/api/sketches", () => bearer(`lsk_${random(12)}`)],
    ["access tokens", "/api/sketches", () => bearer(`eyJhbGciOiJIUzI1NiJ9.${random(20)}.${random(20)}`)],
    ["an operator's token", "/api/operator/jobs", () => bearer(random(24))],
    ["a host's token", "/api/agents/control", () => ({ ...bearer(random(24)), upgrade: "websocket" })],
    ["leave of a run", `/api/agents/jobs/job_${ULID}/1/input`, () => bearer(random(24))],
    ["tickets", `/api/live/skt_${ULID}:1?ticket=nope`, () => ({ upgrade: "websocket" })],
  ];
  test.each(wrongOf)(
    "%s: after a minute's worth they cost no question of the database",
    async (_, path, header) => {
      const site = newSite();
      const from = (at: number) => ({ "cf-connecting-ip": `${site}:${at.toString(16)}::1` });
      const statuses: number[] = [];
      for (let at = 0; at < BUCKETS.wrong.limit + 5; at++)
        statuses.push((await ask(path, { ...header(), ...from(at) })).status);
      expect(statuses.slice(0, BUCKETS.wrong.limit).every((status) => status === 401)).toBe(true);
      expect(statuses.slice(-4)).toEqual([429, 429, 429, 429]);
      const asked = await questions(async (bindings) => {
        for (let at = 0; at < 20; at++) {
          const answer = await ask(path, { ...header(), ...from(at) }, bindings);
          expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "60"]);
        }
      });
      expect(asked).toBe(0);
    },
  );

  test("a neighbour's good keys, tokens, cookies and visitors go on; a good key of the older form as well, once it was right", async () => {
    const site = newSite();
    const headers = { "cf-connecting-ip": `${site}::1` };
    const person = await newPerson();
    const key = await newKeyOf(person, ["sketches:read"]);
    const old = `lsk_${ULID.slice(0, 20)}${"ABCDEF"}_${random(43)}`;
    await env.DB.prepare(
      "INSERT INTO api_keys (id, user_id, name, prefix, digest, scopes, created_at) VALUES (?, ?, 'old', 'lsk_', ?, ?, 1)",
    )
      .bind(
        `key_${ULID.slice(0, 20)}ABCDEF`,
        person.userId,
        await digestOf(old),
        JSON.stringify(["sketches:read"]),
      )
      .run();
    const look = async (credentials: Call): Promise<number> =>
      (
        await call("GET", "/api/sketches", {
          ...credentials,
          headers: { ...headers, ...credentials.headers },
        })
      ).status;
    expect(await look({ headers: bearer(old) })).toBe(200);
    for (let at = 0; at < BUCKETS.wrong.limit + 5; at++)
      await look({ headers: bearer(`lsk_${ULID}_${random(43)}`) });
    expect(await look({ headers: bearer(`lsk_${ULID}_${random(43)}`) })).toBe(429);
    expect(await look({ headers: bearer(key) })).toBe(200);
    expect(await look({ headers: bearer(old) })).toBe(200);
    expect(await look({ cookie: person.cookie })).toBe(200);
    expect(await look({ cookie: "ls_user=forged.AAAA; ls_device=forged.AAAA" })).toBe(200);
    expect(
      (
        await call("GET", "/api/operator/jobs", {
          headers: { ...headers, ...bearer(SECRETS.OPERATOR_TOKEN) },
        })
      ).status,
    ).toBe(200);
  });

  test("a key that was revoked wears out its own lane, and nobody else's", async () => {
    const person = await newPerson();
    const [gone, good] = [
      await newKeyOf(person, ["sketches:read"]),
      await newKeyOf(person, ["sketches:read"]),
    ];
    await known.commit([known.keys.revoke(`key_${gone.split("_")[1]}`, person.userId)]);
    const headers = { "cf-connecting-ip": `${newSite()}::1` };
    const look = async (key: string): Promise<number> =>
      (await call("GET", "/api/sketches", { headers: { ...headers, ...bearer(key) } })).status;
    for (let at = 0; at < BUCKETS.wrong.limit + 1; at++) await look(gone);
    expect(await look(gone)).toBe(429);
    expect(await look(good)).toBe(200);
    expect(await look(`lsk_${ULID}_${random(43)}`)).toBe(401);
  });
});

describe("letters", () => {
  test("nobody's mailbox is flooded, from however many addresses; whoever asks is told the same", async () => {
    const email = newEmail();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        call("POST", at % 3 === 0 ? "/api/account/resets" : "/api/account/links", { json: { email } }),
      ),
    );
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect(await lettersTo(email)).toHaveLength(MAILBOX_MAX);
    await expectStatus(new Jar().post("/api/account/links", { email: newEmail() }), 202);
  });
});

describe("what is asked of hosts", () => {
  afterEach(forgetHosts);
  test("a hundred who look at models and prices are answered by one question", async () => {
    let asked = 0;
    const count = async <T>(answer: T): Promise<T> => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return answer;
    };
    const stub = {
      jobWorkflows: () => count(["painter-text-to-image"]),
      overview: () => count({ hosts: [], waiting: 0 }),
    };
    const counting = { ...known, dispatcher: () => stub as never };
    forgetHosts();
    const nowMs = Date.now();
    await Promise.all(Array.from({ length: 100 }, () => hostsTold(counting, nowMs)));
    expect(asked).toBe(2);
    await hostsTold(counting, nowMs + 4900);
    expect(asked).toBe(2);
    await hostsTold(counting, nowMs + 5100);
    expect(asked).toBe(4);
  });
  test("whoever follows one that went away asks for themselves", async () => {
    forgetHosts();
    const never = {
      ...known,
      dispatcher: () =>
        ({
          jobWorkflows: () => new Promise(() => undefined),
          overview: () => new Promise(() => undefined),
        }) as never,
    };
    void hostsTold(never, Date.now());
    expect((await hostsTold(known, Date.now())).workflows).not.toBeNull();
  });
});

describe("bodies without a length", () => {
  const endless = (counted: { bytes: number }): ReadableStream<Uint8Array> =>
    new ReadableStream({
      pull(controller) {
        counted.bytes += 4096;
        controller.enqueue(new Uint8Array(4096).fill(32));
      },
    });
  test.each(WRITES)(
    "$method $pattern: read no further than it takes",
    async ({ method, path, pattern, access }) => {
      const { cookie, sketch } = await newSketch();
      const admin = await adminCookie();
      const counted = { bytes: 0 };
      const isFile = method === "PUT" || pattern.endsWith("/uploads");
      const answer = await call(
        method,
        path({ sketch: sketch.id, picture: "pic_01ARZ3NDEKTSV4RRFFQ69G5FAV000000100000010" }),
        {
          cookie: access.who === "owner" || access.who === "anyone" ? cookie : admin,
          body: endless(counted),
          headers: {
            "content-type": isFile ? "image/png" : "application/json",
            ...(access.who === "operator" && bearer(SECRETS.OPERATOR_TOKEN)),
          },
        },
      );
      await answer.body?.cancel();
      expect([413, 401]).toContain(answer.status);
      expect(counted.bytes).toBeLessThan((access.bodyMaxBytes ?? BODY_MAX_BYTES) + 1024 * 1024);
    },
  );
  test("a whole one is read like any other, and one of another type is refused like any other", async () => {
    const { cookie } = await newSketch();
    const body = (text: string): ReadableStream<Uint8Array> =>
      new Blob([text]).stream() as ReadableStream<Uint8Array>;
    const send = (text: string, type: string) =>
      call("POST", "/api/sketches", { cookie, body: body(text), headers: { "content-type": type } });
    expect((await send('{"title":"Chunked"}', "application/json")).status).toBe(201);
    await expectProblem(send("title=x", "text/plain"), "unsupported_media_type");
    await expectProblem(send("{", "application/json"), "bad_request");
  });

  let cookieOfAdmin: Promise<string> | null = null;
  const adminCookie = (): Promise<string> =>
    (cookieOfAdmin ??= newPerson("admin").then(({ cookie }) => cookie));
});

describe("a site that strangers come to", () => {
  const strong = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
  const KEYS = ["COOKIE_KEYS", "TICKET_KEYS", "TOKEN_KEYS", "ADDRESS_KEYS", "HOST_KEYS", "OPERATOR_TOKEN"];
  const production = (more: Record<string, string> = {}) => ({
    ...SECRETS,
    ...VARS,
    ...Object.fromEntries(KEYS.map((name) => [name, strong()])),
    ENVIRONMENT: "production",
    ...more,
  });
  const served = (more: Record<string, string> = {}) =>
    ({ ...env, GOOGLE_CLIENT_ID: undefined, ...production(more) }) as unknown as Bindings;

  test("does not start with keys that can be guessed, nor with its door open to robots", () => {
    expect(() => readEnvironment(production())).not.toThrow();
    for (const name of KEYS)
      for (const weak of [
        "sixteen-chars-at-least",
        "a".repeat(64),
        "0123456789abcdef0123456789abcdef",
        `${strong()},short-key-of-before`,
      ])
        expect(() => readEnvironment(production({ [name]: weak })), `${name}=${weak}`).toThrow(name);
    const hex = "0123456789abcdef".repeat(4);
    expect(() => readEnvironment(production({ COOKIE_KEYS: `${strong()},${hex}` }))).not.toThrow();
    expect(() => readEnvironment(production({ TURNSTILE: "off" }))).toThrow("TURNSTILE");
    expect(() =>
      readEnvironment({ ...production({ TURNSTILE: "off" }), ENVIRONMENT: "development" }),
    ).not.toThrow();
  });

  test("says to its operator, and to nobody else, what is off; without mail it says so where mail is asked for", async () => {
    const OPERATOR_TOKEN = strong();
    const bindings = served({ OPERATOR_TOKEN });
    const health = (headers: Record<string, string> = {}) =>
      app.request("https://llama.test/api/health", { headers }, bindings);
    expect(await (await health()).json()).toEqual({ ok: true, version: "0.1.0" });
    expect(await (await health(bearer(OPERATOR_TOKEN))).json()).toMatchObject({
      off: ["mail", "google", "media_origin"],
    });
    expect((await health({ ...bearer("nope"), "cf-connecting-ip": "192.0.2.201" })).status).toBe(401);
    const asked = await app.request(
      "https://llama.test/api/account/links",
      {
        method: "POST",
        body: JSON.stringify({ email: newEmail() }),
        headers: { "content-type": "application/json", "cf-connecting-ip": "192.0.2.202" },
      },
      bindings,
    );
    expect([asked.status, (await asked.json<{ error: { message: string } }>()).error.message]).toEqual([
      503,
      "This site does not send email.",
    ]);
  });

  test("sets cookies that are of this host alone; one from before is read once more and set anew", async () => {
    const COOKIE_KEYS = strong();
    const bindings = served({ COOKIE_KEYS });
    const make = (cookie: string | null, url = "https://llama.test/api/sketches", method = "POST") =>
      app.request(
        url,
        {
          method,
          ...(method === "POST" && { body: "{}" }),
          headers: {
            "content-type": "application/json",
            "cf-connecting-ip": "192.0.2.203",
            ...(cookie && { cookie }),
          },
        },
        bindings,
      );
    const set = (answer: Response): string[] => answer.headers.getSetCookie();
    const [fresh = ""] = set(await make(null));
    expect(fresh).toMatch(/^__Host-ls_user=.*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(fresh).not.toContain("Domain");
    const value = fresh.split(";")[0]?.slice("__Host-ls_user=".length) ?? "";
    const me = async (cookie: string): Promise<[string | undefined, string[]]> => {
      const answer = await make(cookie, "https://llama.test/api/me", "GET");
      const { user } = await answer.clone().json<{ user: { id: string } | null }>();
      return [user?.id, set(answer)];
    };
    const [id, nothing] = await me(`__Host-ls_user=${value}`);
    expect([id?.slice(0, 4), nothing]).toEqual(["usr_", []]);
    const [before, renewed] = await me(`ls_user=${value}`);
    expect(before).toBe(id);
    expect(renewed.map((line) => line.split("=")[0])).toEqual(["ls_user", "__Host-ls_user"]);
    expect(renewed[0]).toContain("Max-Age=0");
    expect(renewed[1]?.split(";")[0]).toBe(`__Host-ls_user=${value}`);
    const [plain = ""] = set(await make(null, "http://llama.test/api/sketches"));
    expect(plain).toMatch(/^ls_user=/);
  });

  test("an unencrypted page of its own name is another site", async () => {
    const post = (origin: string) =>
      call("POST", "/api/sketches", { json: {}, headers: { origin, host: "llama.test" } });
    expect((await post("https://llama.test")).status).toBe(201);
    for (const origin of ["http://llama.test", "https://llama.test:8443", "https://llama.test.", "null"])
      await expectProblem(post(origin), "forbidden");
  });
});

test("an address of the configuration makes an admin once; what was decided of them since stands", async () => {
  const email = newEmail();
  const jar = new Jar();
  const first = services({ ...env, FIRST_ADMIN: email } as unknown as Bindings);
  const { id } = await jar.signInByLink(email);
  const digest = await digestOf(`first admin ${email}`);
  const enter = () => first.commit(first.accounts.makeFirstAdmin(id, digest, Date.now()));
  const role = async () => (await known.accounts.byId(id))?.role;
  await Promise.all([enter(), enter(), enter()]);
  expect(await role()).toBe("admin");
  await known.commit([known.accounts.setRole(id, { from: "admin", to: "user" }, Date.now())]);
  await enter();
  expect(await role()).toBe("user");
  // Nor does whoever takes the address after them.
  const { id: other } = await new Jar().signInByLink(newEmail());
  await first.commit(first.accounts.makeFirstAdmin(other, digest, Date.now()));
  expect((await known.accounts.byId(other))?.role).toBe("user");
});

test("of more devices than can be listed at once each that was turned away stays away", async () => {
  const owned = await newSketch();
  const session = env.SESSIONS.getByName(`${owned.sketch.id}:1`);
  const ids = Array.from({ length: 80 }, (_, at) => `dvc_${String(at).padStart(26, "0")}`);
  for (const id of ids) await session.turnAway(id);
  const { tickets } = known;
  const user = await expectJson<{ user: { id: string } }>(call("GET", "/api/me", owned));
  const dial = async (device: string): Promise<number> => {
    const ticket = await tickets.forClient(user.user.id, `${owned.sketch.id}:1`, Date.now() - 1000, {
      device,
    });
    const path = `/api/live/${owned.sketch.id}:1?ticket=${ticket}`;
    return (await call("GET", path, { headers: { upgrade: "websocket" } })).status;
  };
  for (const at of [0, 63, 64, 65, 79]) expect(await dial(ids[at] ?? "")).toBe(401);
  expect(await dial("dvc_ZZZZZZZZZZZZZZZZZZZZZZZZZZ")).toBe(101);
});

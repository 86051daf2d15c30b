/** Free without an account: one grant for a household, a day and a pot; the door; who pays first. L4, L20, L27. */
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { amount, type Command } from "@llamasketch/ledger";
import { FREE_CREDITS_PER_DAY } from "@llamasketch/pricing";
import type { CreditsView } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { identify } from "../../src/accounts/identity.ts";
import { addressHolder, dayEndsAtMs, dayOf, networkOf } from "../../src/free/address.ts";
import { freeGrant, potHolder } from "../../src/free/free-grant.ts";
import { payerFor, type Payer } from "../../src/free/payer.ts";
import { verifyTurnstile } from "../../src/free/turnstile.ts";
import type { App } from "../../src/http/context.ts";
import { ApiError } from "../../src/http/errors.ts";
import { newId } from "../../src/ids.ts";
import { LedgerError, commitLedger } from "../../src/ledger/commit-ledger.ts";
import type { Statement } from "../../src/spine/commit.ts";
import { balanceOf, divergences, holderWith, known, say } from "../ledger/books.ts";
import { expectProblem } from "../http/problem.ts";
import { call, expectJson, newSketch } from "../people.ts";
import { SECRETS } from "../secrets.ts";

const NOW_MS = Date.now();
let network = 0;
/** Addresses that no other test has. */
const freshNetwork = (): string => `2001:db8:${(network += 1).toString(16)}:7`;
const hold = (holderId: string, workId: string, units = 1): Command => ({
  kind: "hold",
  workId,
  holderId,
  amount: amount("credit", units),
  quoteId: null,
  reference: null,
  atMs: NOW_MS,
  expiresAtMs: NOW_MS + 60_000,
});
const begin = async (address: string, units = 1): Promise<string> => {
  const holderId = await addressHolder(known, address, NOW_MS);
  const before = freeGrant(known, holderId, units, NOW_MS);
  await commitLedger(known, [...before, ...known.ledger.say(hold(holderId, newId("request"), units))] as [
    Statement,
  ]);
  return holderId;
};
const count = async (asked: Promise<unknown>[]) => {
  const counted: Record<string, number> = {};
  for (const one of await Promise.allSettled(asked)) {
    const name =
      one.status === "fulfilled"
        ? "served"
        : one.reason instanceof LedgerError
          ? one.reason.refusal
          : String(one.reason);
    counted[name] = (counted[name] ?? 0) + 1;
  }
  return counted;
};

describe("an address", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
    ["2001:db8:1:3::1", "2001:db8:1:3::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", "none"],
    ["not an address", "none"],
    ["203.0.113.7, 10.0.0.1", "none"],
    [undefined, "none"],
  ])("%s is of the network %s", (address, name) => {
    expect(networkOf(address)).toBe(name);
  });

  test("is one holder for a day, another the next, and is nowhere in the database", async () => {
    const address = `${freshNetwork()}::1234`;
    const today = await begin(address);
    expect(await addressHolder(known, address, NOW_MS)).toBe(today);
    expect(await addressHolder(known, address, NOW_MS + 86_400_000)).not.toBe(today);
    const tables = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    ).all<{ name: string }>();
    for (const { name } of tables.results) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${name}`).all();
      expect(JSON.stringify(results)).not.toContain(address.slice(0, -6));
    }
  });

  test("cannot be told from its hash with the salt alone, nor with the key alone", async () => {
    const address = "198.51.100.1";
    const holder = await addressHolder(known, address, NOW_MS);
    const otherKey = { ...known, secrets: { ...known.secrets, addressKeys: ["another-key-altogether"] } };
    expect(await addressHolder(otherKey, address, NOW_MS)).not.toBe(holder);
    const free = { ...known.free, salt: () => Promise.resolve("another-salt") };
    expect(await addressHolder({ ...known, free }, address, NOW_MS)).not.toBe(holder);
  });
});

describe("the grant", () => {
  test("100 at once from two addresses of one /64: exactly the grant is served", async () => {
    const prefix = freshNetwork();
    const asked = Array.from({ length: 100 }, (_, at) => begin(`${prefix}::${at % 2 === 0 ? "a" : "b"}`));
    expect(await count(asked)).toEqual({
      served: FREE_CREDITS_PER_DAY,
      insufficient: 100 - FREE_CREDITS_PER_DAY,
    });
    const holderId = await addressHolder(known, `${prefix}::ffff`, NOW_MS);
    expect(await balanceOf(holderId)).toEqual({ posted: FREE_CREDITS_PER_DAY, held: FREE_CREDITS_PER_DAY });
    expect(await divergences()).toEqual([]);
  });
  test("work that failed does not use it up", async () => {
    const address = `${freshNetwork()}::1`;
    const holderId = await addressHolder(known, address, NOW_MS);
    for (let at = 0; at < 5; at++) {
      const workId = newId("request");
      const before = freeGrant(known, holderId, 8, NOW_MS);
      await commitLedger(known, [...before, ...known.ledger.say(hold(holderId, workId, 8))] as [Statement]);
      await say({ kind: "release", workId, holderId, asset: "credit", atMs: NOW_MS, ifOpen: false });
    }
    expect(await balanceOf(holderId)).toEqual({ posted: 10, held: 0 });
    await begin(address, FREE_CREDITS_PER_DAY);
    expect(await balanceOf(holderId)).toEqual({ posted: FREE_CREDITS_PER_DAY, held: FREE_CREDITS_PER_DAY });
  });
  test("is gone at the end of the day", async () => {
    const holderId = await begin(`${freshNetwork()}::1`);
    await say({
      kind: "expire",
      accountId: `${holderId}/credit/granted/${dayEndsAtMs(NOW_MS)}`,
      atMs: dayEndsAtMs(NOW_MS),
    });
    expect(await balanceOf(holderId)).toEqual({ posted: 1, held: 1 });
  });
  test("all together cannot have more than the day's pot", async () => {
    const day = NOW_MS + 40 * 86_400_000;
    const small = { ...known, config: { ...known.config, freeBudgetCredits: 25 } };
    const asked = Array.from({ length: 12 }, async () => {
      const holderId = await addressHolder(small, `${freshNetwork()}::1`, day);
      const ask = { ...hold(holderId, newId("request"), 4), atMs: day, expiresAtMs: day + 1000 } as Command;
      await commitLedger(small, [...freeGrant(small, holderId, 4, day), ...known.ledger.say(ask)] as [
        Statement,
      ]);
    });
    // Two slices of ten and one of five; whoever comes later finds nothing.
    expect(await count(asked)).toEqual({ served: 3, insufficient: 9 });
    expect(await balanceOf(potHolder(day))).toEqual({ posted: 0, held: 0 });
    expect(dayOf(day)).not.toBe(dayOf(NOW_MS));
  });
});

describe("the door", () => {
  const open = (address: string, token: string): Promise<Response> =>
    call("POST", "/api/free", { json: { token }, headers: { "cf-connecting-ip": address } });
  const cookieOf = (answer: Response): string => answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const free = async (address: string, cookie = ""): Promise<CreditsView["free"]> =>
    (
      await expectJson<CreditsView>(
        call("GET", "/api/credits", { cookie, headers: { "cf-connecting-ip": address } }),
      )
    ).free;

  test("is shut until a person has shown that they are one; then it is open for their address", async () => {
    const address = `${freshNetwork()}::1`;
    expect(await free(address)).toMatchObject({
      perDay: 40,
      available: 40,
      door: { open: false, siteKey: "local" },
    });
    const answer = await open(address, `pass:free:llama.test:${newId("request")}`);
    expect(answer.status).toBe(200);
    expect(await answer.clone().json()).toMatchObject({ available: 40, door: { open: true } });
    const cookie = cookieOf(answer);
    expect(answer.headers.get("set-cookie")).toMatch(/HttpOnly.*SameSite=Lax/);
    expect((await free(address, cookie)).door.open).toBe(true);
    expect((await free(`${freshNetwork()}::1`, cookie)).door.open).toBe(false);
    expect((await free(address, `${cookie.slice(0, -6)}AAAA%3D`)).door.open).toBe(false);
  });

  test.each([
    ["what is no token", "nonsense", "verification_required"],
    ["a token for another deed", "pass:login:llama.test:1", "verification_required"],
    ["a token of another site", "pass:free:evil.test:1", "verification_required"],
    ["a service in trouble", "status:", "unavailable"],
    ["a service that says nothing sensible", "garbage:x", "unavailable"],
  ] as const)("stays shut for %s", async (_, token, code) => {
    await expectProblem(open(`${freshNetwork()}::1`, token), code);
  });
  test("a token is good once, and bounded", async () => {
    const token = `pass:free:llama.test:${newId("request")}`;
    expect((await open("192.0.2.1", token)).status).toBe(200);
    await expectProblem(open("192.0.2.2", token), "verification_required");
    await expectProblem(open("192.0.2.2", "x".repeat(2049)), "bad_request");
    await expectProblem(open("192.0.2.2", ""), "bad_request");
  });
  test("a service that does not answer is given up on", async () => {
    const settings = {
      url: known.config.turnstile?.url ?? "",
      secret: SECRETS.TURNSTILE_SECRET,
      withinMs: 50,
    };
    const expected = { hostname: "llama.test", action: "free" };
    expect(await verifyTurnstile(fetch, settings, "silence:", expected)).toBe("unreachable");
    expect(
      await verifyTurnstile(
        fetch,
        { ...settings, url: "http://127.0.0.1:9" },
        "pass:free:llama.test:x",
        expected,
      ),
    ).toBe("unreachable");
    expect(
      await verifyTurnstile(
        fetch,
        { ...settings, secret: "of someone else" },
        "pass:free:llama.test:y",
        expected,
      ),
    ).toBe("refused");
  });
  test("what is left is told", async () => {
    const address = `${freshNetwork()}::1`;
    await begin(address, 3);
    expect(await free(address)).toMatchObject({
      available: 37,
      resetsAt: new Date(dayEndsAtMs(NOW_MS)).toISOString(),
    });
  });
});

describe("who pays", () => {
  /** The answer of `payerFor` to a request with these headers. */
  const payer = async (headers: Record<string, string>, units = 1, services = known): Promise<Payer> => {
    const app = new Hono<App>();
    const found = Promise.withResolvers<Payer>();
    app.get("/", async (c) => {
      c.set("services", services);
      c.set("userId", (await identify(c))?.userId ?? null);
      await payerFor(c, units, NOW_MS).then(found.resolve, found.reject);
      return c.text("");
    });
    await app.request("http://llama.test/", { headers });
    return found.promise;
  };
  const person = async (units: number): Promise<string> => {
    const { cookie } = await newSketch();
    const { user } = await expectJson<{ user: { id: string } }>(call("GET", "/api/me", { cookie }));
    await known.commit([known.ledger.addHolder(user.id, await holderWith(units), NOW_MS)]);
    return cookie;
  };
  const doorOpen = { ...known, config: { ...known.config, turnstile: null } };

  test("the account first: nobody behind the address can hold up who pays", async () => {
    const address = `${freshNetwork()}::1`;
    await begin(address, FREE_CREDITS_PER_DAY);
    const cookie = await person(5);
    const headers = { cookie, "cf-connecting-ip": address };
    expect(await payer(headers, 5)).toMatchObject({ by: "account", before: [] });
    // No challenge either, for one who has credits.
    expect(await payer({ cookie }, 1)).toMatchObject({ by: "account" });
  });
  test("the address for who has no account, or too little there", async () => {
    const address = `${freshNetwork()}::1`;
    const holderId = await addressHolder(known, address, NOW_MS);
    const fromNobody = await payer({ "cf-connecting-ip": address }, 1, doorOpen);
    expect(fromNobody).toMatchObject({ by: "address", holderId });
    expect(fromNobody.before.length).toBe(2);
    const cookie = await person(2);
    expect(await payer({ cookie, "cf-connecting-ip": address }, 3, doorOpen)).toMatchObject({
      by: "address",
      holderId,
    });
  });
  test("a header that anyone can write is not believed", async () => {
    const headers = {
      "cf-connecting-ip": "192.0.2.50",
      "x-forwarded-for": "192.0.2.51",
      forwarded: "for=192.0.2.52",
    };
    expect((await payer(headers, 1, doorOpen)).holderId).toBe(
      await addressHolder(known, "192.0.2.50", NOW_MS),
    );
  });
  test("nobody while the door is shut", async () => {
    await expect(payer({ "cf-connecting-ip": "192.0.2.60" })).rejects.toMatchObject({
      code: "verification_required",
    });
    await expect(payer({ "cf-connecting-ip": "192.0.2.60" })).rejects.toBeInstanceOf(ApiError);
  });
});

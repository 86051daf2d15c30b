/** Free without an account: one grant for a household, a day and a pot; the door; who pays first. L4, L20, L27. */
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { amount, type Command } from "@llamasketch/ledger";
import { FREE_CREDITS_PER_DAY } from "@llamasketch/pricing";
import type { CreditsView } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { identify } from "../../src/accounts/identity.ts";
import { addressHolder } from "../../src/guests/address.ts";
import { dayEndsAtMs, dayOf } from "../../src/day.ts";
import { freeGrant, freeLeft, potHolder, releasedUnits } from "../../src/guests/free-grant.ts";
import { payerFor, type Payer } from "../../src/guests/payer.ts";
import { verifyTurnstile } from "../../src/guests/turnstile.ts";
import { callerOf } from "../../src/http/caller-of.ts";
import type { App } from "../../src/http/context.ts";
import { networkOf } from "../../src/http/network.ts";
import { ApiError } from "../../src/http/errors.ts";
import { newId } from "../../src/ids.ts";
import { LedgerError, commitLedger } from "../../src/ledger/commit-ledger.ts";
import type { Statement } from "../../src/commit.ts";
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
    // In the last hour, when all of the day's is there.
    const day = dayEndsAtMs(NOW_MS + 40 * 86_400_000) - 60_000;
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

describe("networks around a household", () => {
  /** Of a day that no other test has, so late that all of the pot is there. */
  let days = 60;
  const lateOnADay = (): number => dayEndsAtMs(NOW_MS + (days += 1) * 86_400_000) - 60_000;
  /** Everything that one address can be given; how much that was. */
  const drain = async (services: typeof known, address: string, atMs: number): Promise<number> => {
    const holderId = await addressHolder(services, address, atMs);
    const ask = {
      ...hold(holderId, newId("request"), FREE_CREDITS_PER_DAY),
      atMs,
      expiresAtMs: atMs + 1000,
    } as Command;
    await commitLedger(services, [
      ...freeGrant(services, holderId, FREE_CREDITS_PER_DAY, atMs),
      ...known.ledger.say(ask),
    ] as [Statement]).catch((error: unknown) => {
      if (!(error instanceof LedgerError)) throw error;
    });
    return (await balanceOf(holderId)).posted;
  };
  const total = (given: number[]): number => given.reduce((sum, units) => sum + units, 0);

  test("a holder names the networks it is in by hashes that mean nothing on another day", async () => {
    const of = async (address: string, atMs = NOW_MS) =>
      (await addressHolder(known, address, atMs)).split("_").slice(2);
    const [site, home, own] = await of("2001:db8:aa:1200::1");
    expect(await of("2001:db8:aa:1200::2")).toEqual([site, home, own]);
    expect((await of("2001:db8:aa:12ff::1")).slice(0, 2)).toEqual([site, home]);
    expect((await of("2001:db8:aa:1300::1"))[0]).toBe(site);
    expect((await of("2001:db8:aa:1300::1"))[1]).not.toBe(home);
    expect((await of("2001:db8:ab:1200::1"))[0]).not.toBe(site);
    expect((await of("2001:db8:aa:1200::1", NOW_MS + 86_400_000))[0]).not.toBe(site);
    const [town, street] = await of("203.0.113.7");
    expect((await of("203.0.113.8")).slice(0, 2)).toEqual([town, street]);
    expect((await of("203.0.114.8"))[0]).toBe(town);
    expect((await addressHolder(known, "2001:db8::1", NOW_MS)).length).toBeLessThanOrEqual(80);
  });

  test("400 households of one /48 at once are given what 16 are; those of another are given their own", async () => {
    const atMs = lateOnADay();
    const asked = Array.from({ length: 400 }, (_, at) =>
      drain(known, `2001:db8:48:${(at * 163).toString(16)}::1`, atMs),
    );
    expect(total(await Promise.all(asked))).toBe(16 * FREE_CREDITS_PER_DAY);
    expect(await drain(known, "2001:db8:49:1::1", atMs)).toBe(FREE_CREDITS_PER_DAY);
    // Nearly all of the pot is for the others.
    const pot = await balanceOf(potHolder(atMs));
    expect(pot.posted).toBe(known.config.freeBudgetCredits - 17 * FREE_CREDITS_PER_DAY);
  });

  test("of one /56 what 4 are; of an IPv4 /24 what 16 are, and of a /16 what 64 are", async () => {
    const atMs = lateOnADay();
    const near = Array.from({ length: 40 }, (_, at) => `2001:db8:56:77${(16 + at).toString(16)}::1`);
    const drained = (addresses: string[]) =>
      Promise.all(addresses.map((address) => drain(known, address, atMs)));
    expect(total(await drained(near))).toBe(4 * FREE_CREDITS_PER_DAY);
    const street = Array.from({ length: 40 }, (_, at) => `198.51.100.${at + 1}`);
    expect(total(await drained(street))).toBe(16 * FREE_CREDITS_PER_DAY);
    const town = Array.from({ length: 100 }, (_, at) => `198.51.${at + 101}.1`);
    expect(total(await drained(town))).toBe(48 * FREE_CREDITS_PER_DAY);
    expect(await freeLeft(known, await addressHolder(known, "198.51.250.1", atMs), atMs)).toEqual({
      available: 0,
      toCome: 0,
    });
  });

  test("a botnet of whole networks takes a quarter of the day's at midnight, and a twenty-fourth with each hour", async () => {
    const small = { ...known, config: { ...known.config, freeBudgetCredits: 2400 } };
    const endsMs = dayEndsAtMs(lateOnADay());
    const at = (hour: number): number => endsMs - 86_400_000 + hour * 3_600_000 + 1;
    let networks = 0;
    const rush = async (atMs: number): Promise<number> => {
      const asked = Array.from({ length: 80 }, () =>
        drain(small, `2001:db9:${(networks += 1).toString(16)}::1`, atMs),
      );
      return total(await Promise.all(asked));
    };
    expect(await rush(at(0))).toBe(600);
    expect(await rush(at(0) + 1000)).toBe(0);
    expect(await freeLeft(small, await addressHolder(small, "192.0.2.77", at(1)), at(1))).toEqual({
      available: 0,
      toCome: 40,
    });
    // In whole grants: a hundred came, and eighty of it made two.
    expect(await rush(at(1))).toBe(80);
    expect(await rush(at(5))).toBe(400);
    expect(releasedUnits(2400, at(17))).toBe(2300);
    expect(releasedUnits(2400, at(18))).toBe(2400);
    expect(await divergences()).toEqual([]);
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
      c.set("userId", (await identify(callerOf(c)))?.userId ?? null);
      await payerFor(callerOf(c), units, NOW_MS).then(found.resolve, found.reject);
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

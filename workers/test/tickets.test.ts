/** Leave to open one socket: who has it, for how long, how often. */
import { AGENT_TICKET_MS, CLIENT_TICKET_MS } from "@llamasketch/contract";
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { createTickets } from "../src/studios/sketch/live/tickets.ts";
import { Drawer } from "./drawer.ts";
import { FakeAgent } from "./fake-agent.ts";
import { expectProblem } from "./http/problem.ts";
import { call, newSketch, ticketFor } from "./people.ts";
import { SECRETS } from "./secrets.ts";
import { Wire } from "./wire.ts";

const USER = "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV";
const [TODAY = "", YESTERDAY = ""] = SECRETS.TICKET_KEYS.split(",");
const tickets = createTickets([TODAY]);

const refused = async (path: string, ticket: string, headers: Record<string, string> = {}) =>
  expectProblem(
    call("GET", `${path}?ticket=${ticket}`, { headers: { ...headers, upgrade: "websocket" } }),
    "ticket_invalid",
  );
const opens = async (path: string, ticket: string, headers: Record<string, string> = {}) => {
  const wire = await Wire.dial(`${path}?ticket=${ticket}`, headers);
  return wire instanceof Wire;
};

describe("a client's ticket", () => {
  test("opens its sketch's socket once, and not again", async () => {
    const { path, ticket } = await ticketFor(await newSketch());
    expect(await opens(path, ticket)).toBe(true);
    const { message } = await refused(path, ticket);
    expect(message).toContain("already been used");
  });

  test("is used once even when it is tried many times at the same instant", async () => {
    const { path, ticket } = await ticketFor(await newSketch());
    const tries = await Promise.all(Array.from({ length: 8 }, () => opens(path, ticket)));
    expect(tries.filter(Boolean)).toHaveLength(1);
  });

  test("is spent for good: also after the object was evicted", async () => {
    const { evictDurableObject } = await import("cloudflare:test");
    const { env } = await import("cloudflare:workers");
    const { path, ticket } = await ticketFor(await newSketch());
    expect(await opens(path, ticket)).toBe(true);
    await evictDurableObject(env.SESSIONS.getByName(path.replace("/api/live/", "")));
    await refused(path, ticket);
  });

  test("does not open another sketch, nor another region epoch of its own", async () => {
    const mine = await ticketFor(await newSketch());
    const other = await ticketFor(await newSketch());
    await refused(other.path, mine.ticket);
    await refused(mine.path.replace(/:1$/, ":2"), mine.ticket);
    expect(await opens(mine.path, mine.ticket)).toBe(true);
  });

  test("does not open the agents' door", async () => {
    const { sketch, ...rest } = await newSketch();
    const { ticket, path } = await ticketFor({ sketch, ...rest });
    const { bearer } = await FakeAgent.make();
    await refused(`/api/agents/sessions/${sketch.id}:1`, ticket, bearer);
    expect(await opens(path, ticket)).toBe(true);
  });

  test("expires", async () => {
    const { sketch } = await newSketch();
    const path = `/api/live/${sketch.id}:1`;
    await refused(
      path,
      await tickets.forClient(USER, `${sketch.id}:1`, Date.now() - CLIENT_TICKET_MS - 1000),
    );
    expect(await opens(path, await tickets.forClient(USER, `${sketch.id}:1`, Date.now()))).toBe(true);
  });

  test("signed with the key before is good; with a key never known it is not", async () => {
    const { sketch } = await newSketch();
    const address = `${sketch.id}:1`;
    const old = createTickets([YESTERDAY]);
    const forger = createTickets(["a-key-that-nobody-here-ever-had"]);
    expect(await opens(`/api/live/${address}`, await old.forClient(USER, address, Date.now()))).toBe(true);
    await refused(`/api/live/${address}`, await forger.forClient(USER, address, Date.now()));
  });

  test("the newest key signs", async () => {
    const { path, ticket } = await ticketFor(await newSketch());
    expect(path).toContain(":1");
    expect(await createTickets([TODAY]).verify(ticket)).not.toBeNull();
    expect(await createTickets([YESTERDAY]).verify(ticket)).toBeNull();
  });

  test("is refused when it is nothing, garbage, unsigned or of another algorithm", async () => {
    const { sketch } = await newSketch();
    const path = `/api/live/${sketch.id}:1`;
    const claims = { use: "client", sub: USER, session: `${sketch.id}:1`, jti: "x" };
    const part = (value: object) => btoa(JSON.stringify(value)).replaceAll("=", "");
    const exp = Math.floor(Date.now() / 1000) + 60;
    const unsigned = `${part({ alg: "none" })}.${part({ ...claims, exp })}.`;
    const stronger = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS512" })
      .setExpirationTime("1m")
      .sign(new TextEncoder().encode(TODAY.repeat(4)));
    for (const ticket of ["", "x", "a.b.c", unsigned, stronger, "x".repeat(5000)])
      await refused(path, ticket);
  });

  test("without an end, or with claims that lack something, is refused", async () => {
    const { sketch } = await newSketch();
    const path = `/api/live/${sketch.id}:1`;
    const key = new TextEncoder().encode(TODAY);
    const whole = { use: "client", sub: USER, session: `${sketch.id}:1`, jti: "y" };
    const sign = (claims: object) => new SignJWT({ ...claims }).setProtectedHeader({ alg: "HS256" });
    await refused(path, await sign(whole).sign(key));
    for (const lacking of ["use", "sub", "session", "jti"] as const) {
      const { [lacking]: _lost, ...claims } = whole;
      await refused(path, await sign(claims).setExpirationTime("1m").sign(key));
    }
    expect(await opens(path, await sign(whole).setExpirationTime("1m").sign(key))).toBe(true);
  });

  test("claims that a caller sends itself change nothing", async () => {
    const { sketch } = await newSketch();
    const claims = { use: "client", sub: USER, session: `${sketch.id}:1`, jti: "z", exp: 9e9 };
    const headers = { upgrade: "websocket", "x-ticket-claims": JSON.stringify(claims) };
    await expectProblem(call("GET", `/api/live/${sketch.id}:1`, { headers }), "ticket_invalid");
  });
});

describe("an agent's ticket", () => {
  test("opens the agents' door again and again, and never the clients'", async () => {
    const owned = await newSketch();
    const agent = await FakeAgent.start();
    await Drawer.join(owned);
    const { path, ticket, session } = await agent.assigned(owned.sketch.id);
    expect(await opens(path, ticket, agent.bearer)).toBe(true);
    expect(await opens(path, ticket, agent.bearer)).toBe(true);
    await refused(`/api/live/${session}`, ticket);
  });

  test("expires, and does not open another session", async () => {
    const { sketch } = await newSketch();
    const address = `${sketch.id}:1`;
    const path = `/api/agents/sessions/${address}`;
    const { agentId, bearer } = await FakeAgent.make();
    const old = Date.now() - AGENT_TICKET_MS - 1000;
    await refused(path, await tickets.forAgent(agentId, address, 1, old), bearer);
    const { sketch: other } = await newSketch();
    await refused(path, await tickets.forAgent(agentId, `${other.id}:1`, 1, Date.now()), bearer);
    expect(await opens(path, await tickets.forAgent(agentId, address, 1, Date.now()), bearer)).toBe(true);
  });
});

test("cookies too are good under the key before", async () => {
  const { cookie, sketch } = await newSketch();
  const value = decodeURIComponent(cookie.replace("ls_user=", ""));
  const userId = value.split(".")[0] ?? "";
  const [, before = ""] = SECRETS.COOKIE_KEYS.split(",");
  const signed = async (secret: string) => {
    const key = await crypto.subtle.importKey(
      "raw",
      new TextEncoder().encode(secret),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(userId));
    return `ls_user=${encodeURIComponent(`${userId}.${btoa(String.fromCharCode(...new Uint8Array(mac)))}`)}`;
  };
  const path = `/api/sketches/${sketch.id}`;
  expect((await call("GET", path, { cookie: await signed(before) })).status).toBe(200);
  expect((await call("GET", path, { cookie: await signed("some-other-cookie-key") })).status).toBe(401);
});

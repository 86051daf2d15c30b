/** Tickets as the Worker signs them. That one opens a socket only once is the session's to know; its own tests show it. */
import { AGENT_TICKET_MS, CLIENT_TICKET_MS } from "../packages/contract/src/timing.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTickets } from "../workers/src/studios/sketch/live/tickets.ts";

const KEY = "a key of this test alone, 32 bytes and more";
const USER = "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV";
const SESSION = "skt_01ARZ3NDEKTSV4RRFFQ69G5FAV:1";
const tickets = createTickets([KEY]);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("tickets", () => {
  it("[LP1] name one user and one session, and no two are the same", async () => {
    const first = await tickets.forClient(USER, SESSION, Date.now());
    const claims = await tickets.verify(first);
    expect(claims).toMatchObject({ use: "client", sub: USER, session: SESSION });
    expect(await tickets.forClient(USER, SESSION, Date.now())).not.toBe(first);
  });

  it("[LP1] open for 60 s", async () => {
    const ticket = await tickets.forClient(USER, SESSION, Date.now());
    vi.setSystemTime(Date.now() + CLIENT_TICKET_MS - 1000);
    expect(await tickets.verify(ticket)).not.toBeNull();
    vi.setSystemTime(Date.now() + 1000);
    expect(await tickets.verify(ticket)).toBeNull();
  });

  it("[LP34] an agent's opens again and again for ten minutes, under its placement", async () => {
    const ticket = await tickets.forAgent("agt_01ARZ3NDEKTSV4RRFFQ69G5FAV", SESSION, 7, Date.now());
    vi.setSystemTime(Date.now() + AGENT_TICKET_MS - 1000);
    for (let times = 0; times < 3; times++)
      expect(await tickets.verify(ticket)).toMatchObject({
        use: "agent",
        sub: "agt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        placement: 7,
      });
    vi.setSystemTime(Date.now() + 1000);
    expect(await tickets.verify(ticket)).toBeNull();
  });

  it("[LP1] forged, foreign and malformed ones open nothing", async () => {
    const ticket = await tickets.forClient(USER, SESSION, Date.now());
    const [head, body, mark] = ticket.split(".");
    const unsigned = btoa(`{"alg":"none"}`).replaceAll("=", "");
    const other = await createTickets(["another key, as long as the other one was"]).forClient(
      USER,
      SESSION,
      Date.now(),
    );
    const bad = [
      "",
      "x",
      "a.b.c",
      `${head}.${body}.`,
      `${unsigned}.${body}.`,
      `${head}.${body}A.${mark}`,
      other,
    ];
    for (const text of bad) expect(await tickets.verify(text)).toBeNull();
    expect(await tickets.verify(await tickets.forClient("nobody", SESSION, Date.now()))).toBeNull();
    expect(await tickets.verify(await tickets.forClient(USER, "skt_1", Date.now()))).toBeNull();
  });

  it("[LP1] a key that was replaced still opens, and signs nothing new", async () => {
    const old = await tickets.forClient(USER, SESSION, Date.now());
    const both = createTickets(["the new key, as long as the other one was", KEY]);
    expect(await both.verify(old)).not.toBeNull();
    expect(await tickets.verify(await both.forClient(USER, SESSION, Date.now()))).toBeNull();
  });
});

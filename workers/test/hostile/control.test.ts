/** The dispatcher's door: a host is whoever its credential says, and what is not a registration ends there. */
import { env } from "cloudflare:workers";
import { CLOSE, LIVE_PROTOCOL, PLACEMENT_MAX } from "@llamasketch/contract";
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { createHostCredentials } from "../../src/hosts/credentials.ts";
import { createTickets } from "../../src/studios/sketch/live/tickets.ts";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { hostOf, newHost, revokeHost } from "../hosts.ts";
import { call, expectJson, newSketch, operator, overview, statsOf } from "../people.ts";
import { SECRETS } from "../secrets.ts";
import { Wire, eventually } from "../wire.ts";

const [TODAY = "", YESTERDAY = ""] = SECRETS.HOST_KEYS.split(",");
const key = new TextEncoder().encode(TODAY);
const part = (value: object): string => btoa(JSON.stringify(value)).replaceAll("=", "");

describe("L39, what is no host's credential opens nothing", () => {
  const refused = async (credential: string): Promise<void> => {
    const answer = await FakeAgent.dialControl(credential);
    expect(answer instanceof Response && answer.status).toBe(401);
  };
  test.each([
    ["nothing", () => ""],
    ["a word", () => "wrong"],
    ["the operator's token", () => SECRETS.OPERATOR_TOKEN],
    ["what the whole fleet once had", () => "agent-token-for-tests"],
    [
      "one of a key never known",
      (id: string) => createHostCredentials(["nobody-ever-had-this-key"]).sign(id),
    ],
    [
      "one signed with a key of tickets",
      (id: string) => createHostCredentials([SECRETS.TICKET_KEYS.split(",")[0] ?? ""]).sign(id),
    ],
    [
      "one without a signature",
      (id: string) => `${part({ alg: "none" })}.${part({ use: "host", sub: id, jti: "1" })}.`,
    ],
    [
      "one of another algorithm",
      (id: string) =>
        new SignJWT({ use: "host", sub: id, jti: "1" })
          .setProtectedHeader({ alg: "HS512" })
          .sign(new TextEncoder().encode(TODAY.repeat(4))),
    ],
    [
      "one of another use",
      (id: string) =>
        new SignJWT({ use: "agent", sub: id, jti: "1" }).setProtectedHeader({ alg: "HS256" }).sign(key),
    ],
    [
      "one of nobody",
      () => new SignJWT({ use: "host", jti: "1" }).setProtectedHeader({ alg: "HS256" }).sign(key),
    ],
    ["one that has expired", (id: string) => createHostCredentials([TODAY]).sign(id, Date.now() - 1000)],
    [
      "a sound one of a host that no row knows",
      () => createHostCredentials([TODAY]).sign("agt_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    ],
    ["an endless one", () => "x".repeat(5000)],
  ] as const)("%s", async (_what, credentialOf) => {
    const { id } = await newHost();
    await refused(await credentialOf(id));
  });

  test("a forged one is refused before any database is asked", async () => {
    const { id } = await newHost();
    const forged = await createHostCredentials(["nobody-ever-had-this-key"]).sign(id);
    expect(await createHostCredentials([TODAY, YESTERDAY]).verify(forged)).toBeNull();
  });

  test("one of the key before is good, and one with an end holds until then", async () => {
    const { id } = await newHost();
    const old = await createHostCredentials([YESTERDAY]).sign(id, Date.now() + 1500);
    const agent = await FakeAgent.start({ host: { ...(await newHost()), id, credential: old } });
    await new Promise((resolve) => setTimeout(resolve, 2600));
    agent.control?.send({ type: "beat", frameMs: 5, healthy: true });
    expect(await agent.control?.ended()).toEqual(CLOSE.revoked);
    await refused(old);
  });
});

const good = (await FakeAgent.make()).registration();
const held = { session: "skt_01ARZ3NDEKTSV4RRFFQ69G5FAV:1", placement: 1 };
describe("garbage ends the socket, and no host appears", () => {
  test.each([
    ["no JSON", "hello", "foreign"],
    ["bytes", new Uint8Array([1, 2, 3]), "foreign"],
    ["an unknown message", JSON.stringify({ type: "assign" }), "foreign"],
    ["a beat before registering", JSON.stringify({ type: "beat", frameMs: 5, healthy: true }), "foreign"],
    ["a goodbye before registering", JSON.stringify({ type: "gone", session: "x", placement: 1 }), "foreign"],
    ["no slots", JSON.stringify({ ...good, slots: 0 }), "foreign"],
    ["endless capacity", JSON.stringify({ ...good, capacity: 1e9 }), "foreign"],
    ["frames in no time", JSON.stringify({ ...good, frameMs: 0 }), "foreign"],
    ["frames in less than a millisecond", JSON.stringify({ ...good, frameMs: 0.001 }), "foreign"],
    ["a process that is none", JSON.stringify({ ...good, instance: "../../etc" }), "foreign"],
    [
      "8,000 made-up sketches",
      JSON.stringify({ ...good, holding: Array.from({ length: 8000 }, () => held) }),
      "foreign",
    ],
    [
      "a placement of 2^53 - 1",
      JSON.stringify({ ...good, holding: [{ ...held, placement: 2 ** 53 - 1 }] }),
      "foreign",
    ],
    [
      "a placement above all",
      JSON.stringify({ ...good, holding: [{ ...held, placement: PLACEMENT_MAX + 1 }] }),
      "foreign",
    ],
    ["a text beyond all measure", JSON.stringify({ ...good, padding: "x".repeat(256 * 1024) }), "foreign"],
    ["more than a host has to say", new Uint8Array(9 * 1024 * 1024), "flood"],
    [
      "another protocol version",
      JSON.stringify({ ...good, protocol: LIVE_PROTOCOL + 1 }),
      "protocol_version",
    ],
  ] as const)("%s", async (_what, message, why) => {
    const honest = await FakeAgent.start();
    const wire = await (await FakeAgent.make()).knock();
    wire.send(message);
    expect(await wire.ended()).toEqual(CLOSE[why]);
    const { hosts } = await overview();
    expect(hosts.filter(({ connected }) => connected).map(({ agentId }) => agentId)).toEqual([
      honest.agentId,
    ]);
  });

  test("[LP55] sockets that say nothing are few", async () => {
    const agent = await FakeAgent.make();
    const silent: Wire[] = [];
    for (let at = 0; at < 8; at++) silent.push(await agent.knock());
    await eventually(() => silent.filter(({ closed }) => closed).length === 4, "the older ones end");
    await agent.register();
  });
});

describe("an id in use", () => {
  test("[LP52] another process with the same credential is refused, and the first draws on", async () => {
    const owned = await newSketch();
    const first = await FakeAgent.start();
    const drawer = await Drawer.drawing(owned);
    await drawer.live();
    const { host } = first;
    const second = await FakeAgent.make({ host });
    for (const registration of [second.registration(), second.registration({ instance: undefined })]) {
      const wire = await second.knock();
      wire.send({ ...registration, agentId: first.agentId });
      expect(await wire.ended()).toEqual(CLOSE.in_use);
    }
    drawer.frame(1);
    await drawer.picture(1);
    expect(first.control?.closed).toBeNull();
    expect(second.assignments).toEqual([]);
  });

  test("[LP52] the same process takes the place of its own dead socket, and keeps what it holds", async () => {
    const owned = await newSketch();
    const agent = await FakeAgent.start();
    const drawer = await Drawer.drawing(owned);
    await drawer.live();
    const before = agent.control;
    await agent.register();
    expect(await before?.ended()).toEqual(CLOSE.replaced);
    drawer.frame(1);
    await drawer.picture(1);
    expect(agent.links).toHaveLength(1);
    expect((await overview()).hosts.filter(({ connected }) => connected)).toHaveLength(1);
  });

  test("one that has been silent for 15 s stands in nobody's way", async () => {
    const first = await FakeAgent.start();
    await new Promise((resolve) => setTimeout(resolve, 15_200));
    const second = await FakeAgent.start({ host: first.host });
    expect(await first.control?.ended()).toEqual(CLOSE.replaced);
    expect(second.control?.closed).toBeNull();
  });
});

describe("a revoked credential", () => {
  test("[LP52] its sockets end at once, its tickets open nothing, and another host draws", async () => {
    const owned = await newSketch();
    const bad = await FakeAgent.start({ frameMs: 10 });
    const drawer = await Drawer.drawing(owned);
    await drawer.live();
    const link = await bad.linkTo(owned.sketch.id);
    const honest = await FakeAgent.start({ frameMs: 900 });
    expect((await revokeHost(bad.agentId)).revokedAt).not.toBeNull();
    expect(await bad.control?.ended()).toEqual(CLOSE.revoked);
    expect(await link.wire.ended()).toEqual(CLOSE.revoked);
    const again = await FakeAgent.dialControl(bad.host.credential);
    expect(again instanceof Response && again.status).toBe(401);
    const { path, ticket } = link.assignment;
    const entered = await Wire.dial(`${path}?ticket=${ticket}`, bad.bearer);
    expect(entered instanceof Response && entered.status).toBe(401);
    drawer.frame(1);
    await drawer.picture(1);
    expect(await hostOf(owned)).toBe(honest.agentId);
    // Again is harmless.
    await revokeHost(bad.agentId);
  });

  test("the list has every host, and never a credential", async () => {
    const { id, credential } = await newHost("the attic");
    await revokeHost(id);
    const headers = operator;
    interface Page {
      hosts: { id: string; name: string; revokedAt: string | null }[];
      nextCursor: string | null;
    }
    const found: Page["hosts"] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: Page = await expectJson(
        call("GET", `/api/operator/hosts${cursor && `?cursor=${cursor}`}`, { headers }),
      );
      expect(JSON.stringify(page)).not.toContain(credential);
      found.push(...page.hosts);
      cursor = page.nextCursor;
    }
    expect(found.find((host) => host.id === id)).toMatchObject({ name: "the attic" });
    expect(found.find((host) => host.id === id)?.revokedAt).not.toBeNull();
    expect(found.map((host) => host.id)).toEqual(found.map((host) => host.id).toSorted());
  });
});

test("the same host registering again on its socket keeps what it holds", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  agent.control?.send(agent.registration());
  await agent.said("registered");
  drawer.frame(1);
  await drawer.picture(1);
  expect(agent.links).toHaveLength(1);
  expect((await statsOf(owned)).placements).toBe(0);
});

test("[LP53] what the dispatcher's rows do not say is believed of a host that has a ticket for it", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const { session, placement } = await agent.assigned(owned.sketch.id);
  await env.DISPATCHERS.getByName("local").release(session, null, null);
  expect(await hostOf(owned)).toBeNull();
  agent.control?.send(agent.registration());
  await eventually(async () => (await hostOf(owned)) === agent.agentId, "its ticket proves it");
  agent.control?.send({ type: "renew", session, placement });
  await agent.said("assign");
  drawer.frame(1);
  await drawer.picture(1);
  expect(agent.links).toHaveLength(1);
});

test("[LP34] a sketch whose remembered placement is absurd draws on", async () => {
  const { runInDurableObject, evictDurableObject } = await import("cloudflare:test");
  for (const placement of [2 ** 53 - 1, 2 ** 31, -5]) {
    const owned = await newSketch();
    const session = `${owned.sketch.id}:1`;
    const stub = env.SESSIONS.getByName(session);
    await runInDurableObject(stub, (_, { storage }) => storage.kv.put("placement", placement));
    await evictDurableObject(stub);
    const dispatcher = env.DISPATCHERS.getByName("local");
    await runInDurableObject(dispatcher, (_, { storage }) =>
      storage.sql.exec("INSERT OR REPLACE INTO placements VALUES (?, 'agt_x', ?)", session, placement),
    );
    await evictDurableObject(dispatcher);
    const agent = await FakeAgent.start();
    const drawer = await Drawer.drawing(owned);
    await drawer.live();
    drawer.frame(1);
    await drawer.picture(1);
    expect((await agent.assigned(owned.sketch.id)).placement).toBeLessThan(10);
    agent.die();
  }
});

test("[LP53] a host's ticket opens its session to that host alone", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const { path, ticket, session } = await agent.assigned(owned.sketch.id);
  const thief = await FakeAgent.make();
  const own = await createTickets([SECRETS.TICKET_KEYS.split(",")[0] ?? ""]).forAgent(
    thief.agentId,
    session,
    1,
    Date.now(),
  );
  for (const [as, with_] of [
    [thief.bearer, ticket],
    [{}, ticket],
    [agent.bearer, own],
  ] as const) {
    const answer = await Wire.dial(`${path}?ticket=${with_}`, as);
    expect(answer instanceof Response && answer.status).toBe(401);
  }
  drawer.frame(1);
  await drawer.picture(1);
});

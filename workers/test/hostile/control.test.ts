/** The dispatcher's door: what is not an agent's registration ends there. */
import { CLOSE, LIVE_PROTOCOL } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { newSketch, overview, statsOf } from "../people.ts";
import { SECRETS } from "../secrets.ts";
import { Wire } from "../wire.ts";

async function control(): Promise<Wire> {
  const wire = await FakeAgent.dialControl();
  if (wire instanceof Wire) return wire;
  throw new Error("refused");
}

test("L39, a wrong token opens nothing", async () => {
  for (const token of ["", "wrong", SECRETS.OPERATOR_TOKEN, `${SECRETS.AGENT_TOKEN}x`]) {
    const answer = await FakeAgent.dialControl(token);
    expect(answer instanceof Response && answer.status).toBe(401);
  }
});

const good = new FakeAgent({ agentId: "good" }).registration();
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
    ["a name that is none", JSON.stringify({ ...good, agentId: "../../etc" }), "foreign"],
    ["a text beyond all measure", JSON.stringify({ ...good, padding: "x".repeat(1024 * 1024) }), "foreign"],
    [
      "another protocol version",
      JSON.stringify({ ...good, protocol: LIVE_PROTOCOL + 1 }),
      "protocol_version",
    ],
  ] as const)("%s", async (_what, message, why) => {
    const honest = await FakeAgent.start();
    const wire = await control();
    wire.send(message);
    expect(await wire.ended()).toEqual(CLOSE[why]);
    const { hosts } = await overview();
    expect(hosts.filter(({ connected }) => connected).map(({ agentId }) => agentId)).toEqual([
      honest.agentId,
    ]);
  });
});

test("two with one name: the later is the host, the earlier is told why it ended", async () => {
  const owned = await newSketch();
  const first = await FakeAgent.start({ agentId: "twin" });
  const second = await FakeAgent.start({ agentId: "twin" });
  expect(await first.control?.ended()).toEqual(CLOSE.replaced);
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.frame(1);
  await drawer.picture(1);
  expect([first.links.length, second.links.length]).toEqual([0, 1]);
  expect((await overview()).hosts.filter(({ agentId }) => agentId === "twin")).toMatchObject([
    { connected: true },
  ]);
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

test("a host may not give away, nor renew, what another host has", async () => {
  const owned = await newSketch();
  const owner = await FakeAgent.start({ frameMs: 10 });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const thief = await FakeAgent.start({ frameMs: 500 });
  const { session, placement } = await owner.assigned(owned.sketch.id);
  thief.control?.send({ type: "gone", session, placement });
  thief.control?.send({ type: "renew", session, placement });
  expect(await thief.said("unassign")).toEqual({ type: "unassign", session, placement });
  expect(thief.assignments).toEqual([]);
  owner.control?.send({ type: "renew", session, placement });
  await owner.said("assign");
  expect(await owner.said("assign")).toMatchObject({ session, placement });
  drawer.frame(1);
  await drawer.picture(1);
  expect(owner.links).toHaveLength(1);
});

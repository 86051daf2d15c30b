import { describe, expect, it } from "vitest";
import { AGENT_MESSAGE_MAX_BYTES } from "@llamasketch/contract";
import { Table, attached, of, png, relayedHeaders, said, toAgent } from "./test-kit.ts";

const places = (effects: Parameters<typeof of>[0]) => of(effects, "place");

describe("pictures that answer nothing", () => {
  const wrong: [string, Parameters<Table["answer"]>[1], Uint8Array?][] = [
    ["another version", { version: 2 }],
    ["another quality", { quality: "full" }],
    ["another size", { widthPx: 65 }],
    ["another size in the image", {}, png(64, 65)],
    ["another format", { format: "webp" }],
    ["no image", {}, new Uint8Array(50)],
    ["more than 4 MiB", {}, png(64, 64, AGENT_MESSAGE_MAX_BYTES)],
  ];

  it.each(wrong)("[LP10 LP33] %s changes nothing but the frame's fate", (_what, more, image) => {
    const table = attached();
    table.turn();
    const effects = table.answer(table.frame(1), more, "a1", image);
    expect(of(effects, "broadcast")).toEqual([]);
    expect(said(effects, "drop")).toEqual([{ type: "drop", version: 1, reason: "failed" }]);
    expect(table.state.done).toBe(0);
  });

  it("[LP10] any of the three formats will do", () => {
    const table = attached();
    table.turn();
    const webp = new Uint8Array(32);
    webp.set([0x52, 0x49, 0x46, 0x46, 24, 0, 0, 0, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x4c]);
    webp.set([0x2f, 63, 0xc0, 15], 20);
    expect(of(table.answer(table.frame(1), { format: "webp" }, "a1", webp), "broadcast")).toHaveLength(1);
  });

  it("[LP33] a picture that nobody asked for, or from another agent, changes nothing", () => {
    const table = attached();
    table.turn();
    const relayed = table.frame(1);
    table.do({ type: "agentJoined", conn: "a0", agentId: "gpu-old", placement: 0 });
    expect(table.answer(relayed, {}, "a0")).toEqual([]);
    expect(of(table.answer(relayed, { seq: 5 }), "broadcast")).toEqual([]);
    expect(of(table.answer(relayed), "broadcast")).toHaveLength(1);
    expect(of(table.answer(relayed), "broadcast")).toEqual([]);
  });

  it("[LP33] three in a row and another agent is asked for; a good one between forgives", () => {
    const table = attached();
    let version = 0;
    const one = (more: Parameters<Table["answer"]>[1]) => {
      table.turn();
      return table.answer(table.frame(++version), more);
    };
    one({ quality: "full" });
    one({ quality: "full" });
    one({});
    one({ quality: "full" });
    expect(places(one({ quality: "full" }))).toEqual([]);
    expect(places(one({ quality: "full" }))).toEqual([{ type: "place", placement: 2, avoid: "gpu-of-a1" }]);
  });
});

it("[LP26 LP33] an agent that was cut off for what it sent is replaced at once, its newest frame kept", () => {
  const table = attached();
  table.turn();
  table.frame(1);
  const effects = table.do({ type: "agentLeft", conn: "a1", clean: false, cutOff: true });
  expect(places(effects)).toEqual([{ type: "place", placement: 2, avoid: "gpu-of-a1" }]);
  expect(table.state.waiting?.header.version).toBe(1);
});

describe("placements", () => {
  it("[LP34] an older placement is closed with 4003, a newer one takes over with the newest frame", () => {
    const table = attached({ placement: 5 });
    expect(of(table.agentJoins("a0", 4), "close")).toEqual([
      { type: "close", conn: "a0", why: "old_placement" },
    ]);
    expect(table.state.agent?.conn).toBe("a1");
    table.turn();
    table.frame(1);
    const effects = table.agentJoins("a2", 6);
    expect(of(effects, "close")).toEqual([{ type: "close", conn: "a1", why: "old_placement" }]);
    expect(of(effects, "remember")[0]?.remembered.placement).toBe(6);
    table.attach("a2");
    expect(relayedHeaders(table.turn("a2")).map(({ version }) => version)).toEqual([1]);
  });

  it("[LP34] the same placement dialled again replaces its own lost socket", () => {
    const table = attached();
    expect(of(table.agentJoins("a2", 1), "close")).toMatchObject([{ conn: "a1" }]);
    expect(table.do({ type: "agentLeft", conn: "a1", clean: false })).toEqual([]);
    table.attach("a2");
    expect(table.state.status.state).toBe("live");
  });

  it("[LP34] an agent of another protocol is shown out, and another is asked for", () => {
    const table = attached();
    table.agentJoins("a2", 2);
    const effects = table.attach("a2", 1, 9);
    expect(of(effects, "close")[0]).toEqual({ type: "close", conn: "a2", why: "protocol_version" });
    expect(places(effects)).toEqual([{ type: "place", placement: 3, avoid: "gpu-of-a2" }]);
    expect(table.state.agent).toBeNull();
  });
});

describe("after the memory was lost", () => {
  const client = { conn: "c1", clientId: "tab-of-c1", can: [] };
  const note = { name: "GPU one", painter: true, expectMs: 100, can: [] };
  const settings = { settingsVersion: 1, settings: { prompt: "", strength: 0.5, seed: 1 } };
  const wake = (
    agents: { conn: string; agentId: string; placement: number; attached: typeof note | null }[],
  ) => {
    const table = new Table({ generation: 2, epoch: 3, penClientId: "tab-of-c1", placement: 4 });
    return { table, effects: table.do({ type: "woke", clients: [client], settings, agents }) };
  };
  const agent = { conn: "a1", agentId: "gpu-of-a1", placement: 4, attached: note };

  it("[LP19] the frame that woke it is taken before anything is asked for", () => {
    const { table, effects } = wake([agent]);
    expect(toAgent(effects)).toEqual([{ type: "sync", generation: 2 }]);
    expect(said(effects, "want")).toEqual([]);
    const relayed = table.frame(9);
    expect(relayedHeaders(relayed)).toHaveLength(1);
    expect(said(relayed, "want")).toEqual([]);
  });

  it("[LP19] when it was not a frame, want is said with the new generation", () => {
    const { table } = wake([agent]);
    expect(said(table.do({ type: "tick" }), "want")).toEqual([
      { type: "want", generation: 2, have: 0, done: 0 },
    ]);
  });

  it("[LP19 LP34] agents half greeted or of an older placement are sent away", () => {
    const { table, effects } = wake([
      { ...agent, conn: "half", attached: null },
      { ...agent, conn: "old", placement: 3 },
    ]);
    expect(of(effects, "close").map(({ conn }) => conn)).toEqual(["half", "old"]);
    expect(table.state.agent).toBeNull();
    expect(places(table.changed(1))).toHaveLength(1);
  });
});

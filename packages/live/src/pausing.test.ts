import { LIVE_PROTOCOL, PAUSED_RELEASE_MS } from "@llamasketch/contract";
import { describe, expect, it } from "vitest";
import { Table, of, relayedHeaders, rules, said, toAgent } from "./test-kit.ts";

/** A drawer that knows of credits, the GPU waiting for its canvas. */
function drawing(can: ("credits" | "variations")[] = ["credits"]): Table {
  const table = new Table();
  table.join("c1", "tab-of-c1", "free", can);
  table.settings("c1");
  table.agentJoins();
  table.attach();
  table.turn();
  return table;
}
const pause = (table: Table) => table.do({ type: "paused", reason: "no_credits" });

describe("a pause", () => {
  it("[LP45] is told with its reason, once, to who can hear it; others see a session at rest", () => {
    const table = drawing();
    table.join("c2", "tab-of-c2", "watch");
    const effects = pause(table);
    const status = { state: "paused", reason: "no_credits" };
    expect(said(effects, "status")).toEqual([{ type: "status", status }]);
    expect(said(effects, "status", "c2")).toEqual([{ type: "status", status: { state: "resting" } }]);
    expect(pause(table)).toEqual([]);
    const other = table.do({ type: "paused", reason: "limit" });
    expect(said(other, "status")).toEqual([{ type: "status", status: { state: "paused", reason: "limit" } }]);
    expect(said(table.do({ type: "resumed" }), "status")[0]?.status.state).toBe("live");
  });

  it("[LP45] is told to whoever comes meanwhile, whatever becomes of the agent", () => {
    const table = drawing();
    pause(table);
    expect(said(table.do({ type: "agentLeft", conn: "a1", clean: false }), "status")).toEqual([]);
    const joined = table.join("c2", "tab-of-c2", "watch", ["credits"]);
    expect(said(joined, "status", "c2").map(({ status }) => status.state)).toEqual(["paused"]);
  });

  it("[LP45] is forgotten with the session's memory, and who waits for its end hears so", () => {
    const table = new Table({ generation: 2, penClientId: "tab-of-c1", placement: 1 });
    const effects = table.do({
      type: "woke",
      clients: [
        { conn: "c1", clientId: "tab-of-c1", can: ["credits"] },
        { conn: "c2", clientId: "tab-of-c2", can: [] },
      ],
      settings: null,
      agents: [],
    });
    expect(said(effects, "status")).toEqual([{ type: "status", status: { state: "resting" } }]);
    expect(said(effects, "status", "c2")).toEqual([]);
  });

  it("[LP46] asks for no canvas, and drops what waits or is being made without showing it", () => {
    const table = drawing();
    const made = table.frame(1);
    table.frame(2);
    const effects = pause(table);
    expect(said(effects, "drop")).toEqual([
      { type: "drop", version: 1, reason: "stale" },
      { type: "drop", version: 2, reason: "stale" },
    ]);
    const late = table.answer(made);
    expect(of(late, "broadcast")).toEqual([]);
    expect(of(late, "keep")).toEqual([]);
    expect(said(table.turn(), "want")).toEqual([]);
    expect(said(table.pass(10_000), "want")).toEqual([]);
  });

  it("[LP46] drops a canvas that was wanted before it, and draws it afterwards", () => {
    const table = drawing();
    pause(table);
    const effects = table.frame(1);
    expect(relayedHeaders(effects)).toEqual([]);
    expect(said(effects, "drop")).toEqual([{ type: "drop", version: 1, reason: "stale" }]);
    expect(toAgent(table.changed(2))).toEqual([]);
    const resumed = table.do({ type: "resumed" });
    expect(said(resumed, "want")).toHaveLength(1);
    expect(relayedHeaders(table.frame(2))).toHaveLength(1);
  });

  it("[LP46] asks for a turn when it ends and the agent has closed it meanwhile", () => {
    const table = drawing();
    table.answer(table.frame(1));
    pause(table);
    table.changed(2);
    expect(toAgent(table.do({ type: "resumed" }))).toEqual([{ type: "ready", refine: false }]);
  });

  it("[LP46] takes settings and strokes as ever", () => {
    const table = drawing();
    pause(table);
    expect(of(table.settings("c1", 2, "an oak"), "saveSettings")).toHaveLength(1);
    const header = { kind: "chunk", epoch: table.state.epoch, chunkId: 1, version: 1 } as const;
    const chunk = table.do({ type: "chunk", conn: "c1", header, bytes: new Uint8Array([1]) });
    expect(of(chunk, "saveChunk")).toHaveLength(1);
  });

  it("[LP46] gives its GPU back after a while, and looks for one again when it ends", () => {
    const table = drawing();
    pause(table);
    expect(of(table.pass(PAUSED_RELEASE_MS - 1), "release")).toEqual([]);
    const effects = table.pass(1);
    expect(of(effects, "release")).toHaveLength(1);
    expect(said(effects, "status")).toEqual([]);
    table.changed(3);
    expect(of(table.pass(60_000), "place")).toEqual([]);
    expect(of(table.do({ type: "resumed" }), "place")).toHaveLength(1);
  });

  it("[LP46] looks for no GPU while it lasts, for nobody", () => {
    const table = new Table();
    pause(table);
    expect(of(table.join("c1"), "place")).toEqual([]);
    expect(of(table.pass(60_000), "place")).toEqual([]);
    table.do({ type: "resumed" });
    expect(of(table.changed(1), "place")).toHaveLength(1);
  });

  it("[LP46] keeps a new agent from being asked for what nobody pays", () => {
    const table = new Table();
    table.join("c1");
    table.settings("c1");
    table.changed(1);
    pause(table);
    table.agentJoins();
    expect(toAgent(table.attach("a1", 200, LIVE_PROTOCOL))).toEqual([]);
  });
});

describe("what a person says of credits", () => {
  it("[LP48] a limit is the pen's to set", () => {
    const table = drawing();
    table.join("c2", "tab-of-c2", "watch", ["credits"]);
    expect(of(table.say("c1", { type: "stopAt", credits: 20 }), "stopAt")).toEqual([
      { type: "stopAt", credits: 20 },
    ]);
    const refused = table.say("c2", { type: "stopAt", credits: null });
    expect(of(refused, "stopAt")).toEqual([]);
    expect(rules(refused)).toEqual(["R3"]);
  });

  it("[LP49] there may be credits again", () => {
    const table = drawing();
    expect(of(table.say("c1", { type: "topUp" }), "topUp")).toHaveLength(1);
    const stranger = new Table();
    stranger.do({ type: "clientJoined", conn: "c9" });
    expect(rules(stranger.say("c9", { type: "topUp" }))).toEqual(["R2"]);
  });
});

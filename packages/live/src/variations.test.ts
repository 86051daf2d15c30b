/** Variations, and who may be told of what. */
import { describe, expect, it } from "vitest";
import { AGENT_ABILITIES, LIVE_PROTOCOL, type FrameHeader } from "@llamasketch/contract";
import type { SessionEffect } from "./events.ts";
import {
  attached,
  broadcast,
  changedFor,
  of,
  relayedHeaders,
  resting,
  rules,
  said,
  toAgent,
  type Table,
} from "./test-kit.ts";

const variationFrame = (table: Table, variation: number, version = 1, more: Partial<FrameHeader> = {}) =>
  table.frame(version, { quality: "full", pause: true, variation, ...more });
const drops = (effects: SessionEffect[]) => said(effects, "drop");

describe("who can what", () => {
  it("[LP36] an agent's list is told in the status, and answered with the session's", () => {
    const table = attached();
    const effects = table.attach("a1", 200, LIVE_PROTOCOL, ["variations"]);
    expect(toAgent(effects)).toContainEqual({ type: "attached", can: [...AGENT_ABILITIES] });
    expect(said(effects, "status")).toEqual([
      { type: "status", status: { state: "live", agent: "GPU one", painter: false, can: ["variations"] } },
    ]);
  });

  it("[LP36] an agent without a list is sent nothing it does not know, and no list is made up for it", () => {
    const table = attached();
    const effects = table.attach();
    expect(toAgent(effects).map(({ type }) => type)).not.toContain("attached");
    expect(table.state.status).toEqual({ state: "live", agent: "GPU one", painter: false });
  });

  it("[LP36] lists survive the loss of the session's memory", () => {
    const table = resting();
    const woken = {
      clients: [{ conn: "c1", clientId: "tab-of-c1", can: AGENT_ABILITIES }],
      agents: [
        {
          conn: "a1",
          agentId: "gpu-of-a1",
          placement: 1,
          attached: { name: "GPU one", painter: false, expectMs: 100, can: AGENT_ABILITIES },
        },
      ],
      settings: { settingsVersion: 1, settings: { prompt: "", strength: 0.5, seed: 1 } },
    };
    table.do({ type: "woke", ...woken });
    expect(table.state.status).toMatchObject({ can: ["variations"] });
    expect(broadcast(table.answer(variationFrame(table, 1)))).toMatchObject([{ conns: ["c1"] }]);
  });
});

describe("variations", () => {
  it("[LP38] a turn is asked for each, as low work", () => {
    const table = resting();
    expect(toAgent(changedFor(table, 1, { variation: 2 }))).toEqual([
      { type: "ready", refine: true, variation: 2 },
    ]);
    const relayed = variationFrame(table, 2);
    expect(toAgent(relayed)).toEqual([{ type: "ready", refine: true, variation: 2 }]);
    expect(relayedHeaders(table.turn())).toMatchObject([{ version: 1, variation: 2 }]);
  });

  it("[LP38] one on its way is not asked for again; another number is", () => {
    const table = resting();
    table.turn();
    variationFrame(table, 1);
    expect(toAgent(changedFor(table, 1, { variation: 1 }))).toEqual([]);
    expect(toAgent(changedFor(table, 1, { variation: 2 }))).toHaveLength(1);
  });

  it("[LP38 LP39] want tells how they stand, and they count neither for have nor done", () => {
    const table = resting();
    table.turn();
    const first = variationFrame(table, 1);
    table.answer(first);
    table.turn();
    variationFrame(table, 2);
    table.turn();
    changedFor(table, 1, { variation: 3 });
    table.nowMs += 1000;
    expect(said(changedFor(table, 1, { variation: 3 }), "want")).toEqual([
      {
        type: "want",
        generation: 1,
        have: 1,
        done: 1,
        variations: { version: 1, have: [1, 2], done: [1] },
      },
    ]);
    table.turn();
    const ahead = variationFrame(table, 1, 5);
    expect(relayedHeaders(ahead)).toMatchObject([{ version: 5 }]);
    expect(rules(table.frame(3))).toEqual([]);
  });

  it("[LP38] one that is sent again is not answered any more", () => {
    const table = resting();
    table.turn();
    table.answer(variationFrame(table, 1));
    table.turn();
    variationFrame(table, 1);
    expect(said(table.turn(), "want")[0]?.variations).toEqual({ version: 1, have: [1], done: [] });
  });

  it("[LP39] the picture goes to all who can, with the flags of its frame, and is kept", () => {
    const table = resting();
    table.join("w", "watcher-new", "watch", ["variations"]);
    table.join("o", "watcher-old", "watch");
    table.turn();
    const relayed = variationFrame(table, 3, 1, { pause: false });
    const effects = table.answer(relayed, { variation: undefined });
    expect(broadcast(effects)).toMatchObject([{ variation: 3, pause: false, conns: ["c1", "w"] }]);
    expect(of(effects, "keep")).toMatchObject([{ header: { version: 1, variation: 3 } }]);
    expect(table.state.done).toBe(1);
  });

  it("[LP37 R12] a number above 4, or an agent that makes none is refused", () => {
    const table = resting();
    table.turn();
    for (const number of [5, 6, 7]) expect(rules(variationFrame(table, number))).toEqual(["R12"]);
    const old = attached();
    old.turn();
    expect(rules(old.frame(1, { variation: 1 }))).toEqual(["R12"]);
    expect(rules(old.say("c1", { type: "changed", version: 1, refine: true, variation: 1 }))).toEqual([
      "R12",
    ]);
  });

  it("[LP37] one that waits is dropped when the next agent makes none", () => {
    const table = resting();
    variationFrame(table, 1);
    table.do({ type: "agentLeft", conn: "a1", clean: true });
    table.agentJoins("a2", 2);
    expect(drops(table.attach("a2"))).toEqual([{ type: "drop", version: 1, reason: "failed", variation: 1 }]);
  });

  it("[LP17 LP40 R7] one of an older canvas is refused", () => {
    const table = resting();
    table.turn();
    table.answer(table.frame(5));
    expect(rules(variationFrame(table, 1, 4))).toEqual(["R7"]);
  });

  it("[LP40] a newer frame drops those that wait or are made, and tells each", () => {
    const table = resting();
    table.turn();
    const first = variationFrame(table, 1);
    variationFrame(table, 2);
    const effects = table.frame(2);
    expect(drops(effects)).toEqual([
      { type: "drop", version: 1, reason: "stale", variation: 1 },
      { type: "drop", version: 1, reason: "stale", variation: 2 },
    ]);
    expect(broadcast(table.answer(first))).toEqual([]);
    expect(table.state.agent?.strikes).toBe(0);
    expect(table.state.inFlight).toEqual([]);
  });

  it("[LP40] so does the word of newer ink, and their agent's own drop says nothing new", () => {
    const table = resting();
    table.turn();
    const [made] = relayedHeaders(variationFrame(table, 1));
    expect(drops(table.changed(2))).toEqual([{ type: "drop", version: 1, reason: "stale", variation: 1 }]);
    expect(drops(table.agent({ type: "dropped", seq: made?.seq ?? 0, reason: "superseded" }))).toEqual([]);
    expect(table.state.counts.dropped).toEqual({ superseded: 0, failed: 0, stale: 1 });
  });

  it("[LP40] a wish for more of the same canvas drops nothing", () => {
    const table = resting();
    table.turn();
    variationFrame(table, 1);
    expect(drops(changedFor(table, 1, {}))).toEqual([]);
  });

  it("[LP16 LP40] the canvas itself does not make room for one", () => {
    const table = resting();
    table.frame(2);
    expect(drops(variationFrame(table, 1, 2))).toEqual([
      { type: "drop", version: 2, reason: "superseded", variation: 1 },
    ]);
    expect(relayedHeaders(table.turn())).toMatchObject([{ version: 2 }]);
  });

  it("[LP26 LP40] with the agent those in its hands are lost, and the canvas waits for the next", () => {
    const table = resting();
    table.turn();
    const canvas = table.frame(2, { quality: "full" });
    table.turn();
    variationFrame(table, 1, 2);
    expect(relayedHeaders(canvas)).toHaveLength(1);
    const effects = table.do({ type: "agentLeft", conn: "a1", clean: true });
    expect(drops(effects)).toEqual([{ type: "drop", version: 2, reason: "failed", variation: 1 }]);
    expect(table.state.waiting?.header).toMatchObject({ version: 2, quality: "full" });
  });

  it("[LP26] a told one that never ends is no reason for another agent", () => {
    const table = resting();
    table.turn();
    variationFrame(table, 1);
    table.turn();
    table.answer(table.frame(2));
    expect(of(table.pass(60_000), "place")).toEqual([]);
  });

  it("[LP8 LP39] are forgotten with their epoch", () => {
    const table = resting();
    table.turn();
    table.answer(variationFrame(table, 1));
    table.join("c2", "tab-of-c2", "take", [...AGENT_ABILITIES]);
    table.say("c1", { type: "yielded" });
    table.settings("c2");
    expect(said(table.turn(), "want", "c2")).toEqual([{ type: "want", generation: 1, have: 0, done: 0 }]);
  });
});

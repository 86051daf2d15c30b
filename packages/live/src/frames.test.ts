import { describe, expect, it } from "vitest";
import { REFUSALS } from "@llamasketch/contract";
import { Table, attached, of, png, relayedHeaders, rules, said, toAgent, toClient } from "./test-kit.ts";

describe("what a frame must be", () => {
  it.each([
    ["draft", 512],
    ["full", 768],
  ] as const)("[LP9 R6] %s: 64 to %i px a side", (quality, sidePx) => {
    const sized = (widthPx: number, heightPx: number): string[] =>
      rules(attached().frame(1, { quality, widthPx, heightPx }));
    expect(sized(sidePx, 64)).toEqual([]);
    expect(sized(64, sidePx)).toEqual([]);
    expect(sized(sidePx + 1, 64)).toEqual(["R6"]);
    expect(sized(64, sidePx + 1)).toEqual(["R6"]);
    expect(sized(63, 64)).toEqual(["R6"]);
    expect(sized(64, 63)).toEqual(["R6"]);
    expect(sized(0, 0)).toEqual(["R6"]);
  });

  it("[LP9 R5] the image must be whole, and of the header's format and size", () => {
    const tried = (image: Uint8Array, format: "png" | "jpeg" = "png"): string[] =>
      rules(attached().frame(1, { format }, "c1", image));
    expect(tried(png(64, 64))).toEqual([]);
    expect(tried(png(64, 65))).toEqual(["R5"]);
    expect(tried(png(64, 64), "jpeg")).toEqual(["R5"]);
    expect(tried(png(64, 64).subarray(0, 44))).toEqual(["R5"]);
    expect(tried(new Uint8Array())).toEqual(["R5"]);
    expect(tried(new Uint8Array(100).fill(65))).toEqual(["R5"]);
  });

  it("[LP9] a refused frame leaves no trace but a count", () => {
    const table = attached();
    table.turn();
    const effects = table.frame(1, {}, "c1", new Uint8Array(3));
    expect(toClient(effects)).toEqual([{ type: "refused", rule: "R5", ...REFUSALS.R5 }]);
    expect(table.state).toMatchObject({ waiting: null, inFlight: [], counts: { refused: 1, frames: 0 } });
    expect(relayedHeaders(table.frame(1))).toHaveLength(1);
  });

  it("[LP11 R8] a settings version that is not known is refused", () => {
    const table = attached();
    expect(rules(table.frame(1, { settingsVersion: 2 }))).toEqual(["R8"]);
    table.settings("c1", 2);
    expect(rules(table.frame(1, { settingsVersion: 1 }))).toEqual(["R8"]);
    expect(rules(table.frame(1, { settingsVersion: 2 }))).toEqual([]);
  });

  it("[LP11] settings are forgotten when the pen moves", () => {
    const table = attached();
    table.join("c2");
    table.say("c2", { type: "take" });
    table.say("c1", { type: "yielded" });
    table.turn();
    expect(rules(table.frame(1, {}, "c2"))).toEqual(["R8"]);
    expect(said(table.settings("c2"), "want", "c2")).toHaveLength(1);
    expect(rules(table.frame(1, {}, "c2"))).toEqual([]);
  });

  it("[LP11 LP56] an agent hears of settings with the first frame drawn with them, and of the last alone", () => {
    const table = attached();
    table.turn();
    for (let version = 2; version <= 50; version++) {
      const effects = table.settings("c1", version, `a ship ${version}`);
      expect(toAgent(effects)).toEqual([]);
      expect(of(effects, "holdSettings")).toHaveLength(1);
    }
    const effects = table.frame(1, { settingsVersion: 50 });
    expect(toAgent(effects)).toMatchObject([
      { type: "settings", settingsVersion: 50, settings: { prompt: "a ship 50" } },
    ]);
    expect(effects.map(({ type }) => type)).toEqual(["toAgent", "relay"]);
    table.turn();
    expect(toAgent(table.frame(2, { settingsVersion: 50 }))).toEqual([]);
    table.agentJoins("a2", 2);
    table.attach("a2");
    expect(toAgent(table.turn("a2"), "a2")[0]).toMatchObject({
      type: "settings",
      settingsVersion: 50,
    });
  });

  it("[LP11] under the same version another pen has other words", () => {
    const table = attached();
    table.turn();
    table.frame(1);
    table.turn();
    table.join("c2");
    table.say("c2", { type: "take" });
    table.say("c1", { type: "yielded" });
    table.settings("c2", 1, "a whale");
    expect(toAgent(table.frame(1, {}, "c2"))).toMatchObject([
      { type: "settings", settingsVersion: 1, settings: { prompt: "a whale" } },
    ]);
  });

  it("[LP12 R10] words that may not be drawn are refused, and frames with them are not drawn", () => {
    const table = attached();
    table.turn();
    const effects = table.settings("c1", 2, "something forbidden");
    expect(rules(effects)).toEqual(["R10"]);
    expect(of(effects, "saveSettings")).toEqual([]);
    expect(toAgent(effects)).toEqual([]);
    expect(rules(table.frame(1, { settingsVersion: 2 }))).toEqual(["R8"]);
    table.settings("c1", 3, "something nice");
    expect(relayedHeaders(table.frame(1, { settingsVersion: 3 }))).toHaveLength(1);
  });

  it("[LP17 R7] a version below `have` is refused, the same version is not", () => {
    const table = attached();
    table.turn();
    const relayed = table.frame(5);
    expect(rules(table.frame(4))).toEqual(["R7"]);
    expect(rules(table.frame(5, { quality: "full" }))).toEqual([]);
    table.answer(relayed);
    expect(rules(table.frame(4))).toEqual(["R7"]);
  });
});

describe("turns", () => {
  it("[LP13] want is said once for a turn, and waits for settings", () => {
    const table = new Table();
    table.join("c1");
    table.agentJoins();
    table.attach();
    expect(said(table.turn(), "want")).toEqual([]);
    expect(said(table.settings("c1"), "want")).toEqual([{ type: "want", generation: 1, have: 0, done: 0 }]);
    expect(said(table.do({ type: "tick" }), "want")).toEqual([]);
    expect(said(table.changed(1), "want")).toEqual([]);
  });

  it("[LP13 LP15] changed, a second after a want, means that the want was lost: it is said again", () => {
    const table = attached();
    table.turn();
    table.nowMs += 999;
    expect(said(table.changed(1), "want")).toEqual([]);
    table.nowMs += 1;
    expect(said(table.changed(1), "want")).toHaveLength(1);
  });

  it("[LP13] when something newer than the waiting frame was announced, the pen is asked for that", () => {
    const table = attached();
    table.frame(1);
    table.changed(2);
    const effects = table.turn();
    expect(relayedHeaders(effects)).toEqual([]);
    expect(said(effects, "want")).toEqual([{ type: "want", generation: 1, have: 1, done: 0 }]);
    const relayed = table.frame(2);
    expect(relayedHeaders(relayed).map(({ version }) => version)).toEqual([2]);
    expect(said(relayed, "drop")).toEqual([{ type: "drop", version: 1, reason: "superseded" }]);
  });

  it("[LP13] without a turn no want is said, and a waiting frame answers the turn without one", () => {
    const table = attached();
    expect(said(table.frame(1), "want")).toEqual([]);
    const effects = table.turn();
    expect(relayedHeaders(effects).map(({ version }) => version)).toEqual([1]);
    expect(said(effects, "want")).toEqual([]);
  });

  it("[LP14] have is what is held or answered, done what is answered", () => {
    const table = attached();
    table.turn();
    const first = table.frame(7);
    expect(said(table.turn(), "want")).toEqual([{ type: "want", generation: 1, have: 7, done: 0 }]);
    const second = table.frame(11);
    table.answer(first);
    expect(said(table.turn(), "want")).toEqual([{ type: "want", generation: 1, have: 11, done: 7 }]);
    table.answer(second);
    table.nowMs += 1000;
    expect(said(table.changed(12), "want")).toEqual([{ type: "want", generation: 1, have: 11, done: 11 }]);
  });

  it("[LP14] a dropped frame is no longer held", () => {
    const table = attached();
    table.turn();
    const [header] = relayedHeaders(table.frame(7));
    table.agent({ type: "dropped", seq: header?.seq ?? 0, reason: "failed" });
    expect(said(table.turn(), "want")).toEqual([{ type: "want", generation: 1, have: 0, done: 0 }]);
  });

  it("[LP15] changed tells the agent; said again it asks again; what is on its way asks nothing", () => {
    const table = attached();
    expect(toAgent(table.changed(3))).toEqual([{ type: "ready", refine: false }]);
    expect(toAgent(table.changed(3))).toEqual([{ type: "ready", refine: false }]);
    table.turn();
    table.frame(3);
    expect(toAgent(table.changed(3))).toEqual([]);
    expect(toAgent(table.changed(4))).toEqual([{ type: "ready", refine: false }]);
  });

  it("[LP16] a waiting frame is replaced by a newer one, and the pen is told", () => {
    const table = attached();
    table.frame(1);
    expect(said(table.frame(2), "drop")).toEqual([{ type: "drop", version: 1, reason: "superseded" }]);
    expect(relayedHeaders(table.turn()).map(({ version }) => version)).toEqual([2]);
    expect(table.state.counts.dropped.superseded).toBe(1);
  });

  it("[LP16] what the agent will not make is told as failed, once", () => {
    const table = attached();
    table.turn();
    const seq = relayedHeaders(table.frame(1))[0]?.seq ?? 0;
    const told = table.agent({ type: "dropped", seq, reason: "failed" });
    expect(said(told, "drop")).toEqual([{ type: "drop", version: 1, reason: "failed" }]);
    expect(said(table.agent({ type: "dropped", seq, reason: "failed" }), "drop")).toEqual([]);
  });

  it("[LP11 LP16] an agent that lost the settings gets them again", () => {
    const table = attached();
    table.turn();
    const seq = relayedHeaders(table.frame(1))[0]?.seq ?? 0;
    const effects = table.agent({ type: "dropped", seq, reason: "settings" });
    expect(said(effects, "drop")).toHaveLength(1);
    expect(table.state.agent?.strikes).toBe(0);
    table.turn();
    expect(toAgent(table.frame(2)).map(({ type }) => type)).toEqual(["settings"]);
  });

  it("[LP16] a frame that waited while the words changed is told as stale when its turn comes", () => {
    const table = attached();
    table.frame(1);
    table.settings("c1", 2);
    const effects = table.turn();
    expect(relayedHeaders(effects)).toEqual([]);
    expect(said(effects, "drop")).toEqual([{ type: "drop", version: 1, reason: "stale" }]);
    expect(said(effects, "want")).toEqual([{ type: "want", generation: 1, have: 0, done: 0 }]);
  });

  it("[LP16] a picture overtaken by a later one is told as superseded", () => {
    const table = attached();
    table.turn();
    table.frame(1);
    table.turn();
    const later = table.frame(2);
    const effects = table.answer(later);
    expect(said(effects, "drop")).toEqual([{ type: "drop", version: 1, reason: "superseded" }]);
    expect(of(effects, "broadcast")).toHaveLength(1);
  });

  it("[LP16] of the frames an agent took with it all but the newest are told as superseded", () => {
    const table = attached();
    table.turn();
    table.frame(1);
    table.turn();
    table.frame(2);
    const effects = table.do({ type: "agentLeft", conn: "a1", clean: false });
    expect(said(effects, "drop")).toEqual([{ type: "drop", version: 1, reason: "superseded" }]);
    expect(table.state.waiting?.header.version).toBe(2);
  });
});

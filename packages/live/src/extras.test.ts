/** Variations, finals and their progress, and who may be told of them. */
import { describe, expect, it } from "vitest";
import {
  AGENT_ABILITIES,
  LIVE_PROTOCOL,
  OVERDUE_CEILING_MS,
  PROGRESS_EVERY_MS,
  PROGRESS_SILENCE_MS,
  readHeader,
  type FrameHeader,
} from "@llamasketch/contract";
import type { SessionEffect } from "./events.ts";
import { attached, of, relayedHeaders, resting, rules, said, toAgent, type Table } from "./test-kit.ts";

const variationFrame = (table: Table, variation: number, version = 1, more: Partial<FrameHeader> = {}) =>
  table.frame(version, { quality: "full", pause: true, variation, ...more });
const changed = (table: Table, version: number, more: object) =>
  table.say("c1", { type: "changed", version, refine: true, ...more });
const headers = (effects: SessionEffect[]) =>
  of(effects, "broadcast").map(({ message, conns }) => ({ ...readHeader(message), conns }));
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
    expect(table.state.status).toMatchObject({ can: ["variations", "progress"] });
    expect(headers(table.answer(variationFrame(table, 1)))).toMatchObject([{ conns: ["c1"] }]);
  });
});

describe("variations", () => {
  it("[LP38] a turn is asked for each, as low work", () => {
    const table = resting();
    expect(toAgent(changed(table, 1, { variation: 2 }))).toEqual([
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
    expect(toAgent(changed(table, 1, { variation: 1 }))).toEqual([]);
    expect(toAgent(changed(table, 1, { variation: 2 }))).toHaveLength(1);
  });

  it("[LP38 LP39] want tells how they stand, and they count neither for have nor done", () => {
    const table = resting();
    table.turn();
    const first = variationFrame(table, 1);
    table.answer(first);
    table.turn();
    variationFrame(table, 2);
    table.turn();
    changed(table, 1, { variation: 3 });
    table.nowMs += 1000;
    expect(said(changed(table, 1, { variation: 3 }), "want")).toEqual([
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
    expect(headers(effects)).toMatchObject([{ variation: 3, pause: false, conns: ["c1", "w"] }]);
    expect(of(effects, "keep")).toMatchObject([{ header: { version: 1, variation: 3 } }]);
    expect(table.state.done).toBe(1);
  });

  it("[LP37 R12] a number above 4, a final, or an agent that makes none is refused", () => {
    const table = resting();
    table.turn();
    for (const number of [5, 6, 7]) expect(rules(variationFrame(table, number))).toEqual(["R12"]);
    const final = { quality: "final", widthPx: 1024, heightPx: 1024 } as const;
    expect(rules(variationFrame(table, 1, 1, final))).toEqual(["R12"]);
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
    expect(headers(table.answer(first))).toEqual([]);
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
    expect(drops(changed(table, 1, {}))).toEqual([]);
    expect(drops(changed(table, 1, { final: true }))).toEqual([]);
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

describe("finals", () => {
  const finalFrame = (table: Table, version = 1, more: Partial<FrameHeader> = {}) =>
    table.frame(version, { quality: "final", widthPx: 1024, heightPx: 1024, ...more });
  const progress = (table: Table, seq: number, step: number, steps = 30) =>
    said(table.agent({ type: "progress", seq, step, steps }), "progress");

  it("[LP41] is asked for as such, shown to everyone and kept, though the hand did not rest", () => {
    const table = resting();
    table.join("o", "watcher-old", "watch");
    expect(toAgent(changed(table, 1, { final: true }))).toEqual([
      { type: "ready", refine: true, final: true },
    ]);
    table.turn();
    const effects = table.answer(finalFrame(table));
    expect(headers(effects)).toMatchObject([{ quality: "final", conns: ["c1", "o"] }]);
    expect(of(effects, "keep")).toMatchObject([{ header: { quality: "final" } }]);
    expect(table.state.agent?.tookMs).toHaveLength(1);
  });

  it("[LP41] on its way it is not asked for again, though a sharper picture is not it", () => {
    const table = resting();
    table.turn();
    table.frame(1, { quality: "full" });
    expect(toAgent(changed(table, 1, { final: true }))).toHaveLength(1);
    table.turn();
    finalFrame(table);
    expect(toAgent(changed(table, 1, { final: true }))).toEqual([]);
  });

  it("[LP41] one that comes too late to be shown is kept still", () => {
    const table = resting();
    table.turn();
    const final = finalFrame(table);
    table.turn();
    table.answer(table.frame(2));
    const effects = table.answer(final);
    expect(of(effects, "keep")).toMatchObject([{ header: { version: 1, quality: "final" } }]);
    expect(table.state.done).toBe(2);
  });

  it("[LP42] new ink drops one that waits here", () => {
    const table = resting();
    finalFrame(table);
    expect(drops(table.changed(2))).toEqual([{ type: "drop", version: 1, reason: "superseded" }]);
    expect(table.state.waiting).toBeNull();
  });

  it("[LP43] its progress goes to all who can, ten times a second at most", () => {
    const table = resting();
    table.join("w", "watcher-new", "watch", ["progress"]);
    table.join("o", "watcher-old", "watch", ["variations"]);
    table.turn();
    const seq = relayedHeaders(finalFrame(table))[0]?.seq ?? 0;
    const effects = table.agent({ type: "progress", seq, step: 1, steps: 30 });
    expect(effects).toEqual(
      ["c1", "w"].map((conn) => ({
        type: "toClient",
        conn,
        message: { type: "progress", version: 1, step: 1, steps: 30 },
      })),
    );
    table.nowMs += PROGRESS_EVERY_MS - 1;
    expect(progress(table, seq, 2)).toEqual([]);
    table.nowMs += 1;
    expect(progress(table, seq, 3)).toHaveLength(1);
  });

  it("[LP43] progress of anything else, or beyond the end, is passed over", () => {
    const table = resting();
    table.turn();
    const seq = relayedHeaders(table.frame(2))[0]?.seq ?? 0;
    expect(progress(table, seq, 1)).toEqual([]);
    expect(progress(table, seq + 7, 1)).toEqual([]);
    table.turn();
    const final = relayedHeaders(finalFrame(table, 2))[0]?.seq ?? 0;
    expect(progress(table, final, 31, 30)).toEqual([]);
  });

  it("[LP26 LP43] it is overdue when nothing was heard of it for so long, not before", () => {
    const table = resting();
    table.turn();
    const seq = relayedHeaders(finalFrame(table))[0]?.seq ?? 0;
    for (let step = 1; step <= 20; step++) {
      expect(of(table.pass(PROGRESS_SILENCE_MS - 1), "place")).toEqual([]);
      progress(table, seq, step);
    }
    expect(of(table.pass(PROGRESS_SILENCE_MS - 1), "place")).toEqual([]);
    expect(of(table.pass(1), "place")).toHaveLength(1);
    expect(table.state.waiting?.header.quality).toBe("final");
  });

  it.each([
    [100, PROGRESS_SILENCE_MS],
    [3000, 30_000],
    [20_000, OVERDUE_CEILING_MS],
  ])("[LP26 LP43] without progress by what its agent usually takes: %i ms, %i ms", (expectMs, afterMs) => {
    const table = attached();
    table.attach("a1", expectMs);
    table.turn();
    finalFrame(table);
    expect(of(table.pass(afterMs - 1), "place")).toEqual([]);
    expect(of(table.pass(1), "place")).toHaveLength(1);
  });

  it("[LP26] a final that takes its time does not hide a frame that is overdue", () => {
    const table = resting();
    table.turn();
    finalFrame(table);
    table.turn();
    table.frame(2);
    expect(of(table.pass(2000), "place")).toHaveLength(1);
  });
});

describe("a copy", () => {
  it("[LP4 LP5 LP24] goes on from the epochs and the log of its source", () => {
    const table = attached();
    const effects = table.do({ type: "adopted", epoch: 7, chunks: 12 });
    expect(of(effects, "remember")[0]?.remembered.epoch).toBe(7);
    expect(said(table.join("c2"), "welcome", "c2")[0]?.chunks).toBe(12);
    table.do({ type: "adopted", epoch: 3, chunks: 2 });
    expect([table.state.epoch, table.state.chunks]).toEqual([7, 12]);
  });
});

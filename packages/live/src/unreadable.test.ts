import { UNREADABLE_REST_MS, UNREADABLE_WITHIN_MS } from "@llamasketch/contract";
import { describe, expect, it } from "vitest";
import { Table, attached, of, relayedHeaders, rules, said } from "./test-kit.ts";

/** The agent says of the next frame that nobody could decode it. */
function unreadable(table: Table, version: number) {
  table.turn();
  const [asked] = relayedHeaders(table.frame(version));
  return table.agent({ type: "dropped", seq: asked?.seq ?? 0, reason: "unreadable" });
}

describe("a frame that no host can decode", () => {
  it("[LP50 R14] is told to whoever sent it, and its agent keeps its place", () => {
    const table = attached();
    const effects = unreadable(table, 1);
    expect(rules(effects)).toEqual(["R14"]);
    expect(said(effects, "drop")).toEqual([{ type: "drop", version: 1, reason: "failed" }]);
    expect(of(effects, "place")).toEqual([]);
    expect(table.state.agent).toMatchObject({ strikes: 0 });
  });

  it("[LP50 R14] three within a minute: the place goes back without blame, and frames are refused for half a minute", () => {
    const table = attached();
    unreadable(table, 1);
    unreadable(table, 2);
    const effects = unreadable(table, 3);
    expect(of(effects, "release")).toMatchObject([{ agentId: "gpu-of-a1" }]);
    expect(of(effects, "place")).toEqual([]);
    expect(said(effects, "status")).toMatchObject([{ status: { state: "resting" } }]);
    // Its ticket opens nothing from now on.
    expect(table.state.placement).toBe(2);
    for (const more of [table.frame(4), table.frame(5)]) {
      expect(rules(more)).toEqual(["R14"]);
      expect(of(more, "place")).toEqual([]);
    }
    expect(table.changed(6)).toEqual([]);
    // Coming back does not end it either.
    expect(of(table.join("c2", "tab-of-c1"), "place")).toEqual([]);
    table.pass(UNREADABLE_REST_MS - 1);
    expect(rules(table.frame(6, {}, "c2"))).toEqual(["R14"]);
    table.pass(1);
    expect(of(table.changed(6, false, "c2"), "place")).toEqual([
      { type: "place", placement: 2, avoid: null },
    ]);
  });

  it("[LP50] what is long past is forgotten; what was drawn between does not forgive", () => {
    const table = attached();
    unreadable(table, 1);
    unreadable(table, 2);
    table.turn();
    table.answer(table.frame(3));
    table.pass(UNREADABLE_WITHIN_MS);
    expect(of(unreadable(table, 4), "release")).toEqual([]);
    unreadable(table, 5);
    table.turn();
    table.answer(table.frame(6));
    expect(of(unreadable(table, 7), "release")).toHaveLength(1);
  });

  it("[LP33 LP50] an agent that says only `failed` is struck as before", () => {
    const table = attached();
    const failed = (version: number) => {
      table.turn();
      const [asked] = relayedHeaders(table.frame(version));
      return table.agent({ type: "dropped", seq: asked?.seq ?? 0, reason: "failed" });
    };
    failed(1);
    failed(2);
    expect(of(failed(3), "place")).toEqual([{ type: "place", placement: 2, avoid: "gpu-of-a1" }]);
  });
});

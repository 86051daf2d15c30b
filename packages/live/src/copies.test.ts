/** Copies of sketches. */
import { describe, expect, it } from "vitest";
import { attached, of, said } from "./test-kit.ts";

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

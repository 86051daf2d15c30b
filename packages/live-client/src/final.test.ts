import { describe, expect, it } from "vitest";
import { PAUSE_PEN_UP_MS, REPEAT_MS } from "@llamasketch/contract";
import { owes } from "./owed.ts";
import { Tab, of, sent } from "./test-kit.ts";

/** A tab whose first canvas is on the screen at full quality, its hand at rest, and a final of it asked for and sent. */
function waiting(): Tab {
  const tab = new Tab();
  tab.open();
  tab.draw(1, "full");
  tab.pass(PAUSE_PEN_UP_MS);
  tab.do({ type: "askFinal" });
  tab.want(1, 1);
  tab.encoded("final", 99);
  return tab;
}

describe("a final", () => {
  it("[LP41 LP42] that is not waited for any more is stopped by a promise of ink, and nothing is owed for it", () => {
    const tab = waiting();
    tab.hear({ type: "progress", version: 1, step: 2, steps: 8 });
    const effects = tab.do({ type: "cancelFinal" });
    expect(sent(effects, "changed")).toEqual([{ type: "changed", version: 2, refine: false }]);
    expect(tab.state).toMatchObject({ finalAsked: null, progress: null, sent: null });
    expect(owes(tab.state)).toBe("nothing");
    expect(of(tab.want(1, 1), "encode")).toEqual([]);
    expect(sent(tab.pass(10 * REPEAT_MS), "changed")).toEqual([]);
  });

  it("that nobody asked for is not cancelled", () => {
    const tab = new Tab();
    tab.open();
    tab.draw(1, "full");
    tab.pass(PAUSE_PEN_UP_MS);
    expect(tab.do({ type: "cancelFinal" })).toEqual([]);
    expect(tab.state.version).toBe(1);
  });

  it("[LP41] is asked for anew after it was cancelled, and drawn of the newest canvas", () => {
    const tab = waiting();
    tab.do({ type: "cancelFinal" });
    const again = tab.do({ type: "askFinal" });
    expect(owes(tab.state)).toBe("final");
    tab.pass(REPEAT_MS);
    expect(of(tab.want(1, 1), "encode")).toEqual([{ type: "encode", quality: "final" }]);
    expect(of(tab.encoded("final", 99), "sendFrame")[0]?.header).toMatchObject({
      version: 2,
      quality: "final",
    });
    expect(of(again, "encode")).toEqual([]);
  });

  it("that is on the screen is not asked for again", () => {
    const tab = waiting();
    tab.picture(1, 2, { quality: "final" });
    expect(tab.do({ type: "askFinal" })).toEqual([]);
    expect(owes(tab.state)).toBe("nothing");
    expect(of(tab.want(1, 1), "encode")).toEqual([]);
  });
});

describe("what was dropped", () => {
  it("[LP16] is counted by its reason", () => {
    const tab = new Tab();
    tab.open();
    for (const reason of ["superseded", "stale", "superseded"] as const) {
      tab.hear({ type: "drop", version: 0, reason });
    }
    expect(tab.state.counts).toMatchObject({ dropped: 3, drops: { superseded: 2, failed: 0, stale: 1 } });
  });
});

describe("variations at rest", () => {
  it("[LP38] can be switched off and on", () => {
    const tab = new Tab({ variations: 4 });
    tab.open();
    tab.hear({
      type: "status",
      status: { state: "live", agent: "GPU", painter: false, can: ["variations"] },
    });
    tab.draw(1, "full");
    tab.do({ type: "variationsAtRest", count: 0 });
    tab.pass(10_000);
    expect(tab.state.variations).toBeNull();
    tab.do({ type: "variationsAtRest", count: 4 });
    expect(tab.state.variations?.items).toHaveLength(4);
  });
});

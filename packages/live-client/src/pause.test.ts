import { REPEAT_MS, type MeterMessage, type SessionStatus } from "@llamasketch/contract";
import { describe, expect, it } from "vitest";
import { owes } from "./owed.ts";
import { Tab, of, sent } from "./test-kit.ts";

const PAUSED: SessionStatus = { state: "paused", reason: "no_credits" };
const LIVE: SessionStatus = { state: "live", agent: "GPU", painter: false };

function paused(): Tab {
  const tab = new Tab();
  tab.open();
  tab.draw(1);
  tab.hear({ type: "status", status: PAUSED });
  return tab;
}

describe("while the session is paused", () => {
  it("[LP46] ink goes on, its picture stays owed, and nothing is said of it", () => {
    const tab = paused();
    tab.do({ type: "pen", down: true });
    const effects = tab.do({ type: "inked" });
    effects.push(...tab.do({ type: "pen", down: false }), ...tab.pass(30_000));
    expect(sent(effects, "changed")).toEqual([]);
    expect(of(effects, "encode")).toEqual([]);
    expect(of(effects, "paused")).toHaveLength(1);
    expect(owes(tab.state)).toBe("new");
  });

  it("[LP46] a want that stands is not used, and what was dropped is not said again", () => {
    const tab = paused();
    tab.do({ type: "inked" });
    expect(of(tab.want(1, 1), "encode")).toEqual([]);
    const effects = tab.hear({ type: "drop", version: 2, reason: "stale" });
    expect(sent([...effects, ...tab.pass(REPEAT_MS * 5)], "changed")).toEqual([]);
  });

  it("[LP46] the newest canvas is offered at once when it ends", () => {
    const tab = paused();
    tab.do({ type: "inked" });
    tab.do({ type: "inked" });
    const effects = tab.hear({ type: "status", status: LIVE });
    expect(sent(effects, "changed")).toEqual([{ type: "changed", version: 3, refine: false }]);
    expect(of(tab.want(1, 1), "encode")).toHaveLength(1);
  });

  it("[LP46] settings and strokes are sent as ever", () => {
    const tab = paused();
    const words = tab.do({ type: "settings", settings: { prompt: "an oak", strength: 0.4, seed: 3 } });
    expect(sent(words, "settings")).toHaveLength(1);
    expect(of(tab.do({ type: "chunk", bytes: new Uint8Array([1]) }), "sendChunk")).toHaveLength(1);
  });

  it("[LP49] new credits bring a new ticket; drawing, only a word", () => {
    expect(paused().do({ type: "topUp" })).toEqual([{ type: "hangUp" }]);
    const tab = new Tab();
    expect(tab.do({ type: "topUp" })).toEqual([]);
    tab.open();
    expect(sent(tab.do({ type: "topUp" }), "topUp")).toHaveLength(1);
  });
});

describe("the meter", () => {
  const told: MeterMessage = {
    type: "meter",
    spentCredits: 3,
    heldCredits: 2,
    availableCredits: 10,
    stopAtCredits: null,
    windowEndsInMs: 4000,
  };

  it("[LP47] is kept as it was told, with its time", () => {
    const tab = new Tab();
    tab.open();
    expect(tab.state.meter).toBeNull();
    tab.hear(told);
    expect(tab.state.meter).toEqual({ told, atMs: tab.nowMs });
  });

  it("[LP48] a limit is said by the holder of the pen alone", () => {
    const tab = new Tab();
    tab.open();
    expect(sent(tab.do({ type: "stopAt", credits: 9 }), "stopAt")).toEqual([{ type: "stopAt", credits: 9 }]);
    const watcher = new Tab();
    watcher.open("other");
    expect(watcher.do({ type: "stopAt", credits: 9 })).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { PAUSE_PEN_UP_MS, REPEAT_MS, REST_MS, type Ability } from "@llamasketch/contract";
import type { ClientEffect } from "./events.ts";
import { owes } from "./owed.ts";
import type { ClientOptions } from "./state.ts";
import { Tab, of, sent } from "./test-kit.ts";

/** A tab whose first canvas is on the screen at full quality, its hand at rest. */
function resting(options: Partial<ClientOptions> = {}, can: Ability[] = ["variations"]): Tab {
  const tab = new Tab(options);
  tab.open();
  tab.hear({ type: "status", status: { state: "live", agent: "GPU", painter: false, can } });
  tab.draw(1, "full");
  tab.pass(PAUSE_PEN_UP_MS);
  return tab;
}

const ask = (tab: Tab, count = 4): ClientEffect[] => tab.do({ type: "askVariations", count });
const frames = (effects: ClientEffect[]) => of(effects, "sendFrame").map(({ header }) => header);
const changed = (variation: number) => ({ type: "changed", version: 1, refine: true, variation });
const shown = (effects: ClientEffect[]) => of(effects, "showVariation").map(({ header }) => header.variation);

/** All four asked for and sent; none is here yet. */
function allSent(): Tab {
  const tab = resting();
  ask(tab);
  tab.want(1, 1);
  tab.encoded("full", 99);
  for (let n = 2; n <= 4; n++) tab.want(1, 1);
  return tab;
}

describe("variations", () => {
  it("[LP38] are asked for one by one, a frame a want, from a canvas that is read once", () => {
    const tab = resting();
    expect(sent(ask(tab), "changed")).toEqual([changed(1)]);
    expect(of(tab.want(1, 1), "encode")).toEqual([{ type: "encode", quality: "full" }]);
    const first = tab.encoded("full", 99);
    expect(frames(first)).toMatchObject([{ version: 1, variation: 1, quality: "full", pause: true }]);
    expect(sent(first, "changed")).toEqual([changed(2)]);
    for (const n of [2, 3, 4]) {
      const effects = tab.want(1, 1);
      expect(of(effects, "encode")).toEqual([]);
      expect(frames(effects)).toMatchObject([{ version: 1, variation: n }]);
      expect(sent(effects, "changed")).toEqual(n < 4 ? [changed(n + 1)] : []);
    }
    expect(frames(tab.want(1, 1))).toEqual([]);
  });

  it("[LP38] are sent on a want that stands already", () => {
    const tab = resting();
    tab.want(1, 1);
    expect(of(ask(tab, 1), "encode")).toHaveLength(1);
    expect(frames(tab.encoded("full", 99))).toMatchObject([{ variation: 1 }]);
  });

  it("[LP38] while one is owed it is said again every second, and nothing when all are here", () => {
    const tab = allSent();
    expect(sent(tab.pass(REPEAT_MS - 1), "changed")).toEqual([]);
    expect(sent(tab.pass(1), "changed")).toEqual([changed(1)]);
    tab.picture(1, 5, { variation: 1, quality: "full" });
    expect(sent(tab.pass(REPEAT_MS), "changed")).toEqual([changed(2)]);
    for (const variation of [2, 3, 4]) tab.picture(1, 10 + variation, { variation, quality: "full" });
    expect(owes(tab.state)).toBe("nothing");
    expect(sent(tab.pass(10_000), "changed")).toEqual([]);
  });

  it("[LP14 LP38] one is lost when it was answered and never came, or did not arrive within a second", () => {
    const tab = allSent();
    const want = (have: number[], done: number[]) =>
      frames(
        tab.hear({ type: "want", generation: 1, have: 1, done: 1, variations: { version: 1, have, done } }),
      );
    expect(want([1, 2, 3, 4], [])).toEqual([]);
    expect(want([1, 2, 3, 4], [1])).toMatchObject([{ variation: 1 }]);
    expect(want([1, 3, 4], [])).toEqual([]);
    tab.pass(REPEAT_MS + 1);
    expect(want([1, 3, 4], [])).toMatchObject([{ variation: 2 }]);
    tab.pass(REPEAT_MS + 1);
    expect(frames(tab.want(1, 1))).toMatchObject([{ variation: 1 }]);
  });

  it("[LP38] after a reconnect what the session still holds is not sent again", () => {
    const tab = allSent();
    tab.do({ type: "closed", code: 1006 });
    tab.open();
    tab.hear({
      type: "status",
      status: { state: "live", agent: "GPU", painter: false, can: ["variations"] },
    });
    const variations = { version: 1, have: [1, 2, 3], done: [1] as number[] };
    const effects = tab.hear({ type: "want", generation: 1, have: 1, done: 1, variations });
    expect(frames(effects)).toMatchObject([{ variation: 1 }]);
    variations.done = [];
    expect(frames(tab.hear({ type: "want", generation: 1, have: 1, done: 1, variations }))).toMatchObject([
      { variation: 4 },
    ]);
  });

  it.each(["superseded", "failed", "stale"] as const)(
    "[LP16 LP38] dropped as %s one is owed still",
    (reason) => {
      const tab = allSent();
      const effects = tab.hear({ type: "drop", version: 1, reason, variation: 3 });
      expect(sent(effects, "changed")).toEqual([changed(3)]);
      expect(frames(tab.want(1, 1))).toMatchObject([{ variation: 3 }]);
    },
  );

  it("[LP16] the drop of a variation is not the drop of its canvas", () => {
    const tab = resting();
    tab.do({ type: "inked" });
    tab.want(1, 1);
    tab.encoded();
    tab.hear({ type: "drop", version: 2, reason: "stale", variation: 1 });
    expect(tab.state.sent?.version).toBe(2);
  });

  it("[LP18 LP39] never reach the screen, nor its order", () => {
    const tab = allSent();
    const effects = tab.picture(1, 50, { variation: 2, quality: "full" });
    expect(of(effects, "show")).toEqual([]);
    expect(shown(effects)).toEqual([2]);
    expect(tab.state.shownOrder.seq).toBe(1);
    expect(tab.state.shown).toMatchObject({ version: 1, quality: "full" });
    // A frame relayed before the variation and answered after it is newer than the screen still.
    expect(of(tab.picture(1, 40, { quality: "full" }), "show")).toHaveLength(1);
  });

  it("[LP39] of one number the latest in sequence counts", () => {
    const tab = allSent();
    expect(shown(tab.picture(1, 50, { variation: 2 }))).toEqual([2]);
    expect(shown(tab.picture(1, 50, { variation: 2 }))).toEqual([]);
    expect(shown(tab.picture(1, 49, { variation: 2 }))).toEqual([]);
    expect(shown(tab.picture(1, 49, { variation: 3 }))).toEqual([3]);
    expect(shown(tab.picture(1, 51, { variation: 2 }))).toEqual([2]);
  });

  it("[LP39] watchers get them too, unless something newer is on their screen", () => {
    const tab = new Tab({ pen: "watch" });
    tab.open("other", 3);
    tab.picture(7, 1);
    expect(shown(tab.picture(7, 2, { variation: 1 }))).toEqual([1]);
    expect(shown(tab.picture(6, 3, { variation: 2 }))).toEqual([]);
    expect(shown(tab.picture(9, 4, { variation: 2, epoch: 2 }))).toEqual([]);
    expect(shown(tab.picture(8, 5, { variation: 2 }))).toEqual([2]);
  });

  it("[LP40] are forgotten when the hand moves: the new ink goes first, and what comes late is passed over", () => {
    const tab = allSent();
    tab.want(1, 1);
    expect(of(tab.do({ type: "inked" }), "encode")).toEqual([{ type: "encode", quality: "draft" }]);
    expect(tab.state.variations).toBeNull();
    expect(shown(tab.picture(1, 50, { variation: 1 }))).toEqual([]);
  });

  it("[LP40] a canvas that was being read for them when the hand moved is not sent", () => {
    const tab = resting();
    ask(tab);
    tab.want(1, 1);
    tab.do({ type: "inked" });
    const effects = tab.encoded("full", 1, 1);
    expect(frames(effects)).toEqual([]);
    expect(of(effects, "encode")).toEqual([{ type: "encode", quality: "draft" }]);
  });

  it("[LP38] come by themselves two seconds after the last ink, where that is wished", () => {
    const tab = resting({ variations: 2 });
    expect(sent(tab.pass(REST_MS - PAUSE_PEN_UP_MS - 1), "changed")).toEqual([]);
    expect(sent(tab.pass(1), "changed")).toEqual([changed(1)]);
    expect(tab.state.variations?.items).toHaveLength(2);
    const plain = resting();
    expect(sent(plain.pass(60_000), "changed")).toEqual([]);
  });

  it("[LP36] are not asked of an agent that makes none", () => {
    const tab = resting({ variations: 4 }, []);
    expect(sent([...tab.pass(60_000), ...ask(tab)], "changed")).toEqual([]);
    tab.hear({ type: "status", status: { state: "resting" } });
    expect(sent(tab.pass(REPEAT_MS), "changed")).toEqual([changed(1)]);
  });

  it("[LP37 R12] refused as impossible they are asked no more", () => {
    const tab = resting({ variations: 4 });
    ask(tab);
    tab.hear({ type: "refused", rule: "R12", code: "bad_variation", message: "" });
    expect(sent(tab.pass(60_000), "changed")).toEqual([]);
  });

  it("[LP38] a watcher and blank paper have none to ask for", () => {
    const watcher = new Tab({ pen: "watch" });
    watcher.open("other");
    const blank = new Tab();
    blank.open();
    for (const tab of [watcher, blank]) expect(ask(tab)).toEqual([]);
  });
});

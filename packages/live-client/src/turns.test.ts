import { describe, expect, it } from "vitest";
import { REPEAT_MS } from "@llamasketch/contract";
import { Tab, of, sent } from "./test-kit.ts";

const drawing = (): Tab => {
  const tab = new Tab();
  tab.open();
  return tab;
};

describe("turns", () => {
  it("[LP13] a want stands until a frame was sent, whenever the ink comes", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.pass(60_000);
    expect(of(tab.do({ type: "inked" }), "encode")).toEqual([{ type: "encode", quality: "draft" }]);
    const effects = tab.encoded();
    expect(of(effects, "sendFrame").map(({ header }) => header)).toMatchObject([
      {
        kind: "frame",
        epoch: 1,
        seq: 0,
        version: 1,
        quality: "draft",
        pause: false,
        settingsVersion: 1,
        encodeMs: 4,
      },
    ]);
    expect(tab.state.want).toBeNull();
    expect(of(tab.do({ type: "inked" }), "encode")).toEqual([]);
  });

  it("[LP13] one canvas is read at a time, and the newest ink is asked for after it", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.do({ type: "inked" });
    expect(of(tab.do({ type: "inked" }), "encode")).toEqual([]);
    expect(of(tab.want(0, 0), "encode")).toEqual([]);
    const effects = tab.encoded("draft", 1, 1);
    expect(of(effects, "sendFrame")[0]?.header.version).toBe(1);
    expect(sent(effects, "changed")).toEqual([{ type: "changed", version: 2, refine: false }]);
  });

  it("[LP13] without anything owed a want brings nothing", () => {
    expect(of(drawing().want(0, 0), "encode")).toEqual([]);
  });

  it("[LP14] a sent frame is lost when it was answered and no picture came", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.do({ type: "inked" });
    tab.encoded();
    expect(of(tab.want(1, 0), "encode")).toEqual([]);
    expect(of(tab.want(1, 1), "encode")).toHaveLength(1);
  });

  it("[LP14] …or when it did not arrive within a second, not before", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.do({ type: "inked" });
    tab.encoded();
    tab.nowMs += REPEAT_MS;
    expect(of(tab.want(0, 0), "encode")).toEqual([]);
    tab.nowMs += 1;
    expect(of(tab.do({ type: "tick" }), "encode")).toHaveLength(1);
  });

  it("[LP15] without a want changed is said once, then every second while it is owed", () => {
    const tab = drawing();
    expect(sent(tab.do({ type: "inked" }), "changed")).toEqual([
      { type: "changed", version: 1, refine: false },
    ]);
    expect(sent(tab.do({ type: "inked" }), "changed")).toEqual([]);
    expect(sent(tab.pass(REPEAT_MS - 1), "changed")).toEqual([]);
    expect(sent(tab.pass(1), "changed")).toEqual([{ type: "changed", version: 2, refine: false }]);
    expect(sent(tab.pass(5 * REPEAT_MS), "changed")).toHaveLength(5);
    tab.picture(2, 1);
    expect(sent(tab.pass(60_000), "changed").filter(({ refine }) => !refine)).toEqual([]);
  });

  it("[LP15] a frame on its way that shows everything is not announced again for a second", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.do({ type: "inked" });
    expect(sent([...tab.encoded(), ...tab.pass(REPEAT_MS - 1)], "changed")).toEqual([]);
    expect(sent(tab.pass(1), "changed")).toEqual([{ type: "changed", version: 1, refine: false }]);
  });

  it("[LP15] a watcher says nothing", () => {
    const tab = new Tab({ pen: "watch" });
    tab.open("other");
    expect(sent([...tab.do({ type: "inked" }), ...tab.pass(10_000)], "changed")).toEqual([]);
  });

  it.each(["superseded", "failed", "stale"] as const)(
    "[LP16] what was dropped (%s) is owed still",
    (reason) => {
      const tab = drawing();
      tab.want(0, 0);
      tab.do({ type: "inked" });
      tab.encoded();
      const effects = tab.hear({ type: "drop", version: 1, reason });
      expect(sent(effects, "changed")).toEqual([{ type: "changed", version: 1, refine: false }]);
      expect(of(tab.want(0, 0), "encode")).toHaveLength(1);
    },
  );

  it("[LP16] a drop of something older than what was sent last changes nothing", () => {
    const tab = drawing();
    tab.draw(1);
    tab.want(1, 1);
    tab.do({ type: "inked" });
    tab.encoded();
    expect(sent(tab.hear({ type: "drop", version: 1, reason: "superseded" }), "changed")).toEqual([]);
    expect(tab.state.sent?.version).toBe(2);
  });

  it.each(["R4", "R5", "R6", "R7"])(
    "[LP9 LP17 %s] a refused frame is owed still, asked for a second later",
    (rule) => {
      const tab = drawing();
      tab.want(0, 0);
      tab.do({ type: "inked" });
      tab.encoded();
      const effects = tab.hear({ type: "refused", rule, code: "x", message: "y" });
      expect(of(effects, "refused")).toHaveLength(1);
      expect(sent(effects, "changed")).toEqual([]);
      expect(sent(tab.pass(REPEAT_MS), "changed")).toHaveLength(1);
    },
  );

  it("[LP11 R8] when the settings are not known they are sent again, before the frame", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.do({ type: "inked" });
    tab.encoded();
    const effects = tab.hear({ type: "refused", rule: "R8", code: "settings_unknown", message: "" });
    expect(of(effects, "send").map(({ message }) => message.type)).toEqual(["settings", "changed"]);
  });

  it("[R8 R20] settings refused for a field are not sent again until they change, whatever is refused meanwhile", () => {
    const tab = drawing();
    tab.want(0, 0);
    const refused = { type: "refused", code: "bad_fields", message: "" } as const;
    const fields = { "settings.seed": "At most 4,294,967,295." };
    expect(of(tab.hear({ ...refused, rule: "R20", fields }), "send")).toEqual([]);
    tab.do({ type: "inked" });
    expect(of(tab.pass(5000), "send").filter(({ message }) => message.type === "settings")).toEqual([]);
    const settings = { prompt: "a ship", strength: 1, seed: 1 };
    expect(sent(tab.do({ type: "settings", settings }), "settings")).toHaveLength(1);
    // What is said of another message is not of the settings.
    tab.hear({ ...refused, rule: "R20", fields: { credits: "At least 1." } });
    tab.want(0, 0);
    tab.do({ type: "inked" });
    expect(tab.state.settingsRefused).toBe(false);
  });

  it("[LP11] settings follow every pen of mine and every change, with a version that rises", () => {
    const tab = new Tab();
    expect(sent(tab.open(), "settings").map(({ settingsVersion }) => settingsVersion)).toEqual([1]);
    const settings = { prompt: "a ship", strength: 1, seed: 1 };
    const effects = tab.do({ type: "settings", settings });
    expect(sent(effects, "settings")).toEqual([{ type: "settings", settingsVersion: 2, settings }]);
    expect(sent(effects, "changed")).toHaveLength(1);
    expect(sent(tab.hear({ type: "pen", holder: "you", epoch: 3 }), "settings")).toHaveLength(1);
  });

  it("[LP12 R10] after refused words nothing is drawn until they change", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.hear({ type: "refused", rule: "R10", code: "prompt_refused", message: "" });
    const effects = [...tab.do({ type: "inked" }), ...tab.pass(10_000)];
    expect([...of(effects, "encode"), ...sent(effects, "changed")]).toEqual([]);
    expect(
      of(tab.do({ type: "settings", settings: { prompt: "", strength: 0, seed: 0 } }), "encode"),
    ).toHaveLength(1);
  });
});

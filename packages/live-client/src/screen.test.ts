import { describe, expect, it } from "vitest";
import { PAUSE_PEN_STILL_MS, PAUSE_PEN_UP_MS, REPEAT_MS } from "@llamasketch/contract";
import { Tab, of, sent } from "./test-kit.ts";

const drawing = (): Tab => {
  const tab = new Tab();
  tab.open();
  return tab;
};

describe("the screen", () => {
  it("[LP18] shows only what is newer in the order of epoch and sequence", () => {
    const tab = drawing();
    tab.do({ type: "inked" });
    tab.do({ type: "inked" });
    const shows = (version: number, seq: number, epoch = 1) =>
      of(tab.picture(version, seq, { epoch }), "show").length === 1;
    expect(shows(1, 10)).toBe(true);
    expect(shows(1, 10)).toBe(false);
    expect(shows(2, 9)).toBe(false);
    expect(shows(2, 11)).toBe(true);
    // A session that lost its memory may let an older canvas through, with a newer number.
    expect(shows(1, 2 ** 33)).toBe(false);
    expect(shows(1, 5, 2)).toBe(true);
    expect(shows(9, 2 ** 34, 1)).toBe(false);
  });

  it("[LP18] a watcher shows the pictures of others", () => {
    const tab = new Tab({ pen: "watch" });
    tab.open("other", 4);
    expect(of(tab.picture(7, 1), "show")[0]?.strokeMs).toEqual([]);
    expect(tab.state.shown.version).toBe(0);
  });

  it("[LP19] a new generation forgets want and sent frame, and sends settings again", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.do({ type: "inked" });
    tab.encoded();
    const effects = tab.want(0, 0, 2);
    expect(sent(effects, "settings")).toHaveLength(1);
    expect(of(effects, "encode")).toHaveLength(1);
    expect(of(tab.want(0, 0, 1), "encode")).toEqual([]);
    expect(tab.state.generation).toBe(2);
  });

  it("[LP19] a sent frame that the new life already holds is not sent twice", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.do({ type: "inked" });
    tab.encoded();
    expect(of(tab.want(1, 0, 2), "encode")).toEqual([]);
    expect(tab.state.sent?.version).toBe(1);
  });

  it("[LP29] latency runs from pen-up to the first picture with the whole stroke", () => {
    const tab = drawing();
    const stroke = (): void => {
      tab.do({ type: "pen", down: true });
      tab.do({ type: "inked" });
      tab.do({ type: "inked" });
      tab.do({ type: "pen", down: false });
    };
    stroke();
    tab.nowMs += 100;
    stroke();
    tab.nowMs += 250;
    expect(of(tab.picture(1, 1), "show")[0]?.strokeMs).toEqual([]);
    expect(of(tab.picture(2, 2), "show")[0]?.strokeMs).toEqual([350]);
    tab.nowMs += 50;
    expect(of(tab.picture(4, 3), "show")[0]?.strokeMs).toEqual([300]);
    expect(of(tab.picture(4, 4), "show")[0]?.strokeMs).toEqual([]);
  });
});

describe("the resting hand", () => {
  it("[LP20] rests 300 ms after pen-up", () => {
    const tab = drawing();
    tab.do({ type: "pen", down: true });
    tab.do({ type: "inked" });
    tab.do({ type: "pen", down: false });
    expect(of(tab.pass(PAUSE_PEN_UP_MS - 1), "paused")).toEqual([]);
    expect(of(tab.pass(1), "paused")).toHaveLength(1);
    expect(of(tab.pass(10_000), "paused")).toEqual([]);
  });

  it("[LP20] rests after 700 ms of stillness with the pen down, and moves again with new ink", () => {
    const tab = drawing();
    tab.do({ type: "pen", down: true });
    tab.do({ type: "inked" });
    tab.pass(500);
    tab.do({ type: "inked" });
    expect(of(tab.pass(PAUSE_PEN_STILL_MS - 1), "paused")).toEqual([]);
    expect(of(tab.pass(1), "paused")).toHaveLength(1);
    tab.do({ type: "inked" });
    expect(tab.state.paused).toBe(false);
  });

  it("[LP20] a frame read then says so", () => {
    const tab = drawing();
    tab.do({ type: "inked" });
    tab.pass(PAUSE_PEN_UP_MS);
    tab.want(0, 0);
    expect(of(tab.encoded(), "sendFrame")[0]?.header.pause).toBe(true);
    expect(of(tab.hear({ type: "kept", seq: 1, version: 1, pictureId: "pic_1" }), "kept")).toHaveLength(1);
  });

  it("[LP21] drafts while the pen moves; at rest a sharper picture of the same canvas", () => {
    const tab = drawing();
    tab.draw(1);
    expect(sent(tab.pass(PAUSE_PEN_UP_MS), "changed")).toEqual([
      { type: "changed", version: 1, refine: true },
    ]);
    expect(of(tab.want(1, 1), "encode")).toEqual([{ type: "encode", quality: "full" }]);
    tab.encoded("full", 99);
    tab.picture(1, 2, { quality: "full" });
    expect(of(tab.want(1, 1), "encode")).toEqual([]);
    expect(sent(tab.pass(10_000), "changed")).toEqual([]);
  });

  it("[LP21] new ink goes first, as a draft, even at rest", () => {
    const tab = drawing();
    tab.do({ type: "inked" });
    tab.pass(PAUSE_PEN_UP_MS);
    expect(of(tab.want(0, 0), "encode")).toEqual([{ type: "encode", quality: "draft" }]);
  });

  it("[LP21] what is on its way sharper is not sent twice for a want, only when it is late", () => {
    const tab = new Tab();
    tab.open();
    tab.draw(1);
    tab.pass(1000);
    tab.want(1, 1);
    expect(of(tab.encoded("full"), "sendFrame")).toHaveLength(1);
    expect(of(tab.want(1, 1), "encode")).toEqual([]);
    expect(of(tab.pass(REPEAT_MS - 10), "encode")).toEqual([]);
    expect(of(tab.pass(2 * REPEAT_MS), "encode")).toEqual([{ type: "encode", quality: "full" }]);
  });

  it("[LP21] a client that does not refine never asks", () => {
    const tab = new Tab({ refine: false });
    tab.open();
    tab.draw(1);
    expect(sent(tab.pass(10_000), "changed")).toEqual([]);
  });

  it("[LP22] the same bytes under the same settings are not sent twice, and count as shown", () => {
    const tab = drawing();
    tab.draw(1);
    tab.do({ type: "inked" });
    tab.want(1, 1);
    expect(of(tab.encoded("draft", 1), "sendFrame")).toEqual([]);
    expect(tab.state.shown.version).toBe(2);
    expect(tab.state.want).not.toBeNull();
  });

  it("[LP22] under other settings, or sharper, they are", () => {
    const tab = drawing();
    tab.draw(1);
    tab.do({ type: "settings", settings: { prompt: "other", strength: 1, seed: 1 } });
    tab.want(1, 1);
    expect(of(tab.encoded("draft", 1), "sendFrame")).toHaveLength(1);
    tab.picture(2, 2);
    tab.pass(PAUSE_PEN_UP_MS);
    tab.want(2, 2);
    expect(of(tab.encoded("full", 1), "sendFrame")).toHaveLength(1);
  });
});

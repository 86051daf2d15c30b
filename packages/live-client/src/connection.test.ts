import { describe, expect, it } from "vitest";
import { CLOSE, PING_EVERY_MS, PING_OWED_EVERY_MS, PONG_WITHIN_MS } from "@llamasketch/contract";
import { nextDeadlineMs } from "./step.ts";
import { Tab, of, sent } from "./test-kit.ts";

const drawing = (): Tab => {
  const tab = new Tab();
  tab.open();
  return tab;
};
const take = { holder: "other" as const, type: "pen" as const };

describe("the pen", () => {
  it("[LP3 LP36] the first message is hello, with what the tab wishes and can", () => {
    const first = new Tab({ pen: "watch" }).do({ type: "opened" });
    expect(first).toEqual([
      {
        type: "send",
        message: {
          type: "hello",
          protocol: 1,
          clientId: "tab-of-test",
          pen: "watch",
          can: ["variations", "credits"],
        },
      },
    ]);
  });

  it("[LP6] once held, a reconnect asks for its own pen back and takes it from nobody", () => {
    const tab = new Tab({ pen: "take" });
    tab.open();
    tab.do({ type: "closed", code: 1006 });
    expect(sent(tab.do({ type: "opened" }), "hello")[0]?.pen).toBe("free");
  });

  it("[LP7] at yield: strokes first, then yielded, then nothing more is drawn", () => {
    const tab = drawing();
    tab.want(0, 0);
    expect(of(tab.hear({ type: "yield" }), "yield")).toHaveLength(1);
    const effects = tab.do({ type: "chunk", bytes: new Uint8Array([1]) });
    effects.push(...tab.do({ type: "flushed" }));
    expect(effects.map((effect) => (effect.type === "send" ? effect.message.type : effect.type))).toEqual([
      "sendChunk",
      "yielded",
    ]);
    const after = tab.do({ type: "inked" });
    expect([...of(after, "encode"), ...of(after, "send")]).toEqual([]);
  });

  it("[LP7] who yielded comes back as a watcher, and draws again when it is given the pen", () => {
    const tab = drawing();
    tab.hear({ type: "yield" });
    tab.do({ type: "flushed" });
    tab.hear({ ...take, epoch: 2 });
    tab.do({ type: "closed", code: 1006 });
    expect(sent(tab.open("other", 2), "hello")[0]?.pen).toBe("watch");
    expect(sent(tab.do({ type: "take" }), "take")).toHaveLength(1);
    tab.hear({ type: "pen", holder: "you", epoch: 3 });
    expect(sent(tab.do({ type: "inked" }), "changed")).toHaveLength(1);
  });

  it("[LP7] told after yield that the pen is still its own, it draws on", () => {
    const tab = drawing();
    tab.hear({ type: "yield" });
    tab.do({ type: "flushed" });
    expect(sent(tab.do({ type: "inked" }), "changed")).toEqual([]);
    expect(sent(tab.hear({ type: "pen", holder: "you", epoch: 1 }), "changed")).toHaveLength(1);
    expect(tab.state.penWish).toBe("free");
  });

  it("[LP7] only the holder yields", () => {
    const tab = new Tab({ pen: "watch" });
    tab.open("other");
    expect(of(tab.hear({ type: "yield" }), "yield")).toEqual([]);
  });

  it("[LP5 LP18] when others drew meanwhile, the same canvas is drawn again although no byte of it changed", () => {
    const tab = drawing();
    tab.draw(1);
    tab.hear({ ...take, epoch: 2 });
    tab.picture(30, 2, { epoch: 2 });
    tab.hear({ type: "pen", holder: "you", epoch: 3 });
    expect(of(tab.want(0, 0), "encode")).toHaveLength(1);
    expect(of(tab.encoded("draft", 1), "sendFrame")).toHaveLength(1);
  });

  it("[LP5 LP18] …also when the other had left before the pen was taken back", () => {
    const tab = drawing();
    tab.draw(1);
    tab.hear({ ...take, epoch: 2 });
    tab.picture(30, 2, { epoch: 2 });
    tab.hear({ type: "pen", holder: "none", epoch: 2 });
    tab.hear({ type: "pen", holder: "you", epoch: 3 });
    expect(of(tab.want(0, 0), "encode")).toHaveLength(1);
    expect(of(tab.encoded("draft", 1), "sendFrame")).toHaveLength(1);
  });

  it("[LP8] an older pen says nothing", () => {
    const tab = new Tab();
    tab.open("you", 5);
    tab.hear({ ...take, epoch: 4 });
    expect(tab.state).toMatchObject({ holder: "you", epoch: 5 });
  });
});

describe("strokes", () => {
  it("[LP23] are sent until saved, every five seconds, under one id", () => {
    const tab = drawing();
    const bytes = new Uint8Array([1, 2]);
    const first = of(tab.do({ type: "chunk", bytes }), "sendChunk");
    expect(first).toMatchObject([{ epoch: 1, bytes }]);
    expect(of(tab.pass(4999), "sendChunk")).toEqual([]);
    expect(of(tab.pass(1), "sendChunk")).toEqual(first);
    const chunkId = first[0]?.chunkId ?? 0;
    expect(of(tab.hear({ type: "saved", chunkId, index: 0 }), "saved")).toEqual([
      { type: "saved", chunkId, index: 0 },
    ]);
    expect(of(tab.pass(20_000), "sendChunk")).toEqual([]);
  });

  it("[LP51 R13] what there is no room for stays here, and is sent again on the next connection or when there may be room", () => {
    const tab = new Tab();
    tab.open();
    const [first] = of(tab.do({ type: "chunk", bytes: new Uint8Array([1]) }), "sendChunk");
    const refused = { type: "refused", rule: "R13", code: "storage_full", message: "Used up." } as const;
    expect(of(tab.hear(refused), "refused")).toEqual([
      { type: "refused", code: "storage_full", message: "Used up." },
    ]);
    expect(
      of([...tab.do({ type: "chunk", bytes: new Uint8Array([2]) }), ...tab.pass(600_000)], "sendChunk"),
    ).toEqual([]);
    expect(tab.state.unsaved).toHaveLength(2);
    expect(of(tab.do({ type: "topUp" }), "sendChunk").map(({ chunkId }) => chunkId)).toEqual([
      first?.chunkId,
      (first?.chunkId ?? 0) + 1,
    ]);
    tab.hear(refused);
    tab.do({ type: "closed", code: 1006 });
    expect(of(tab.open(), "sendChunk")).toHaveLength(2);
  });

  it("[LP23 R11] what could not be stored is sent again", () => {
    const tab = drawing();
    tab.do({ type: "chunk", bytes: new Uint8Array([1]) });
    const effects = tab.hear({ type: "refused", rule: "R11", code: "not_stored", message: "" });
    expect(of([...effects, ...tab.pass(5000)], "sendChunk")).toHaveLength(1);
  });

  it("[LP58 R15] what there was no room for is sent again", () => {
    const tab = drawing();
    tab.do({ type: "chunk", bytes: new Uint8Array([1]) });
    const effects = tab.hear({ type: "refused", rule: "R15", code: "strokes_waiting", message: "" });
    expect(of(effects, "sendChunk")).toEqual([]);
    expect(of(tab.pass(5000), "sendChunk")).toHaveLength(1);
    expect(tab.state.unsaved).toHaveLength(1);
  });

  it("[LP23] are kept over a lost socket and sent on the next, under the epoch of then", () => {
    const tab = drawing();
    tab.do({ type: "chunk", bytes: new Uint8Array([1]) });
    tab.do({ type: "closed", code: 1006 });
    expect(of(tab.open("you", 2), "sendChunk").at(-1)).toMatchObject({ epoch: 2 });
  });

  it("[LP23] ids of two tabs do not meet", () => {
    const idOf = (chunkSeed: number): number => {
      const tab = new Tab({ chunkSeed });
      tab.open();
      return of(tab.do({ type: "chunk", bytes: new Uint8Array([1]) }), "sendChunk")[0]?.chunkId ?? 0;
    };
    expect(idOf(2) - idOf(1)).toBe(2 ** 20);
    expect(Number.isSafeInteger(idOf(0xffff_ffff) + 2 ** 20)).toBe(true);
  });
});

describe("the socket", () => {
  it("[LP27] is pinged every 5 s, and every 2 s while a picture is owed", () => {
    const idle = drawing();
    expect(of(idle.pass(PING_EVERY_MS - 1), "ping")).toEqual([]);
    expect(of(idle.pass(1), "ping")).toHaveLength(1);
    const owing = drawing();
    owing.do({ type: "inked" });
    expect(of(owing.pass(PING_OWED_EVERY_MS - 1), "ping")).toEqual([]);
    expect(of(owing.pass(1), "ping")).toHaveLength(1);
  });

  it("[LP27] without pong within 2.5 s it is dead; anything heard is as good as a pong", () => {
    const tab = drawing();
    tab.pass(PING_EVERY_MS, false);
    expect(of(tab.pass(PONG_WITHIN_MS - 1, false), "hangUp")).toEqual([]);
    expect(of(tab.pass(1, false), "hangUp")).toHaveLength(1);
    const other = drawing();
    other.pass(PING_EVERY_MS, false);
    other.hear({ type: "status", status: { state: "placing" } });
    expect(of(other.pass(PONG_WITHIN_MS, false), "hangUp")).toEqual([]);
  });

  it("[LP27] waits 250 ms, doubling to at most 3 s, plus as much again at random", () => {
    const waits = (chance: number): number[] => {
      const tab = new Tab();
      tab.chance = chance;
      return Array.from({ length: 7 }, () => {
        tab.do({ type: "closed", code: 1006 });
        const waitMs = tab.state.redialAtMs - tab.nowMs;
        expect(of(tab.pass(waitMs), "dial")).toHaveLength(1);
        return waitMs;
      });
    };
    expect(waits(0)).toEqual([250, 500, 1000, 2000, 3000, 3000, 3000]);
    expect(waits(1)).toEqual([500, 1000, 2000, 4000, 6000, 6000, 6000]);
  });

  it("[LP27] a session that answers makes the next wait short again", () => {
    const tab = new Tab();
    for (let times = 0; times < 5; times++) tab.do({ type: "closed", code: 1006 });
    tab.open();
    tab.do({ type: "closed", code: 1006 });
    expect(tab.state.redialAtMs - tab.nowMs).toBe(250);
  });

  it("[LP27] no frame is replayed: after a reconnect want decides", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.do({ type: "inked" });
    tab.encoded();
    tab.do({ type: "closed", code: 1006 });
    const effects = tab.open();
    expect([...of(effects, "sendFrame"), ...of(effects, "encode")]).toEqual([]);
    expect(sent(effects, "changed")).toEqual([{ type: "changed", version: 1, refine: false }]);
    expect(of(tab.want(0, 0), "encode")).toHaveLength(1);
  });

  it("[LP27] a canvas that was being read when the socket went is not sent on the next", () => {
    const tab = drawing();
    tab.want(0, 0);
    tab.do({ type: "inked" });
    tab.do({ type: "closed", code: 1006 });
    tab.open();
    expect(of(tab.encoded(), "sendFrame")).toEqual([]);
  });

  it.each([CLOSE.replaced, CLOSE.protocol_version, CLOSE.deleted, CLOSE.too_big, CLOSE.foreign])(
    "[LP3 LP4 LP9 LP27] after $code ($reason) it does not come back",
    ({ code }) => {
      const tab = drawing();
      tab.do({ type: "closed", code });
      expect(tab.state.connection).toBe("stopped");
      expect(nextDeadlineMs(tab.state)).toBeNull();
      expect(of(tab.pass(60_000), "dial")).toEqual([]);
    },
  );

  it.each([1000, 1001, 1006, CLOSE.going_away.code, CLOSE.dead.code, CLOSE.flood.code])(
    "[LP27] after %i it does",
    (code) => {
      const tab = drawing();
      tab.do({ type: "closed", code });
      expect(of(tab.pass(1000), "dial")).toHaveLength(1);
      expect(tab.state.counts.reconnects).toBe(1);
    },
  );

  it("[LP27] stop is final", () => {
    const tab = drawing();
    expect(of(tab.do({ type: "stop" }), "hangUp")).toHaveLength(1);
    tab.do({ type: "closed", code: 1006 });
    expect(tab.state.connection).toBe("stopped");
    expect(nextDeadlineMs(tab.state)).toBeNull();
  });
});

import { LIVE_GRACE_WINDOWS, LIVE_IDLE_MS, LIVE_WINDOW_MS } from "@llamasketch/contract";
import { describe, expect, it } from "vitest";
import type { MeterEffect, MeterEvent } from "./events.ts";
import { createMeter, spentCredits, type MeterState } from "./state.ts";
import { nextDeadlineMs, step, windowOf } from "./step.ts";

class Bench {
  nowMs = 1_000_000;
  readonly state: MeterState = createMeter(1, 0);
  readonly effects: MeterEffect[] = [];
  #pictures = 0;

  say(event: MeterEvent): MeterEffect[] {
    const effects = step(this.state, event, this.nowMs);
    this.effects.push(...effects);
    return effects;
  }
  wait(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (
      let due = nextDeadlineMs(this.state);
      due !== null && due <= untilMs;
      due = nextDeadlineMs(this.state)
    ) {
      this.nowMs = Math.max(this.nowMs + 1, due);
      this.say({ type: "tick" });
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }
  /** One stroke: drawn, shown, and stored unless said otherwise. */
  stroke(isStored = true): void {
    this.say({ type: "drawn" });
    if (this.state.paused !== null) return;
    this.say({ type: "shown" });
    if (!isStored) return;
    const windowMs = windowOf(this.state, this.nowMs);
    this.say({ type: "keeping", windowMs });
    const pictureId = `pic_${++this.#pictures}`;
    this.say({ type: "stored", picture: { pictureId, kind: "live", epoch: 1, version: 1, windowMs } });
  }
  /** Answers the turn that waits. */
  answer(held: number, captured = 0, available = 10): void {
    const { turn } = this.state;
    if (!turn) throw new Error("no turn waits");
    const outcome = { held, captured, available, expiresAtMs: this.nowMs + 240_000 };
    this.say({ type: "turned", seq: turn.seq, outcome });
  }
  of<T extends MeterEffect["type"]>(type: T): Extract<MeterEffect, { type: T }>[] {
    return this.effects.filter((effect): effect is Extract<MeterEffect, { type: T }> => effect.type === type);
  }
}

describe("a window", () => {
  it("[LM1] begins with the first picture shown and lasts ten seconds", () => {
    const bench = new Bench();
    bench.stroke();
    const first = windowOf(bench.state, bench.nowMs);
    expect(first).toBe(1_000_000);
    bench.nowMs += LIVE_WINDOW_MS - 1;
    bench.stroke();
    expect(windowOf(bench.state, bench.nowMs)).toBe(first);
    bench.nowMs += 1;
    expect(windowOf(bench.state, bench.nowMs)).toBeNull();
    bench.stroke();
    expect(windowOf(bench.state, bench.nowMs)).toBe(1_000_000 + LIVE_WINDOW_MS);
  });

  it("[LM1] never has the name of another, also where the clock goes back", () => {
    const bench = new Bench();
    bench.stroke();
    bench.nowMs -= 50_000;
    bench.stroke();
    expect(bench.state.window?.startMs).toBe(1_000_001);
  });

  it("[LM2] costs one credit however many of its pictures are stored, and none when none is", () => {
    const bench = new Bench();
    bench.stroke(false);
    bench.answer(6);
    expect(spentCredits(bench.state)).toBe(0);
    bench.stroke();
    bench.stroke();
    expect(spentCredits(bench.state)).toBe(1);
  });

  it("[LM3] that ends with nothing stored has its newest picture stored; if that fails it is free", () => {
    const bench = new Bench();
    bench.stroke(false);
    bench.answer(6);
    bench.wait(LIVE_WINDOW_MS);
    expect(bench.of("keepNewest")).toEqual([{ type: "keepNewest", windowMs: 1_000_000 }]);
    bench.say({ type: "unstored", windowMs: 1_000_000 });
    expect(bench.state.unpaid.size).toBe(0);
    expect(spentCredits(bench.state)).toBe(0);
    expect(bench.of("keepNewest")).toHaveLength(1);
  });

  it("[LM3] waits for a picture that is being stored", () => {
    const bench = new Bench();
    bench.stroke(false);
    bench.answer(6);
    bench.say({ type: "keeping", windowMs: 1_000_000 });
    bench.nowMs += LIVE_WINDOW_MS;
    bench.say({ type: "tick" });
    expect(bench.of("keepNewest")).toHaveLength(0);
  });
});

describe("a block", () => {
  it("[LM4] is asked for with the first ink, which does not wait for it", () => {
    const bench = new Bench();
    expect(bench.say({ type: "drawn" })).toEqual([{ type: "turn", seq: 1, begin: true, pictures: [] }]);
    expect(bench.state.paused).toBeNull();
  });

  it("[LM4] pays for what was shown and stored before it was held", () => {
    const bench = new Bench();
    bench.stroke();
    bench.say({ type: "turnFailed", seq: 1 });
    bench.wait(1000);
    expect(bench.of("turn").map(({ pictures }) => pictures)).toEqual([[], []]);
    bench.answer(6);
    expect(spentCredits(bench.state)).toBe(1);
    const { pictures } = bench.state;
    bench.state.turn = null;
    bench.say({
      type: "recovered",
      nextSeq: 9,
      held: 0,
      beganAtMs: 0,
      captured: 4,
      available: 9,
      lastWindowMs: -1,
      pictures,
    });
    expect(bench.of("turn").at(-1)).toMatchObject({ seq: 9, begin: true, pictures: [] });
    bench.answer(6);
    expect(spentCredits(bench.state)).toBe(5);
  });

  it("[LM5] is turned as soon as its last window is paid, with its manifest", () => {
    const bench = new Bench();
    bench.say({ type: "drawn" });
    bench.answer(2);
    bench.stroke();
    bench.wait(LIVE_WINDOW_MS - 1);
    bench.nowMs += 1;
    bench.stroke();
    const turn = bench.of("turn").at(-1);
    expect(turn).toMatchObject({ seq: 2, begin: true });
    expect(turn?.pictures.map(({ windowMs }) => windowMs)).toEqual([1_000_000, 1_010_000]);
    bench.answer(6, 2);
    expect(spentCredits(bench.state)).toBe(2);
    // The same window goes on, and is not paid again.
    bench.stroke();
    expect(spentCredits(bench.state)).toBe(2);
  });

  it("[LM6] is turned before half its life, while somebody draws", () => {
    const bench = new Bench();
    bench.say({ type: "drawn" });
    bench.answer(6);
    for (let second = 0; second < 121; second++) {
      bench.wait(1000);
      bench.say({ type: "drawn" });
    }
    expect(bench.of("turn").map(({ seq, begin }) => [seq, begin])).toEqual([
      [1, true],
      [2, true],
    ]);
  });

  it("[LM7] ends when nothing was drawn for ten seconds, and what was not used is free", () => {
    const bench = new Bench();
    bench.stroke();
    bench.answer(6);
    bench.wait(LIVE_IDLE_MS);
    expect(bench.of("turn").at(-1)).toMatchObject({ seq: 2, begin: false });
    bench.answer(0, 1);
    expect(bench.state.block).toBeNull();
    expect(bench.state.paused).toBeNull();
    expect(nextDeadlineMs(bench.state)).toBeNull();
    bench.stroke();
    expect(bench.of("turn").at(-1)).toMatchObject({ seq: 3, begin: true });
  });

  it("[LM7] is said again until it is answered, one question at a time", () => {
    const bench = new Bench();
    bench.say({ type: "drawn" });
    bench.wait(2000);
    expect(bench.of("turn")).toHaveLength(1);
    bench.say({ type: "turnFailed", seq: 1 });
    bench.wait(4000);
    expect(bench.of("turn")).toHaveLength(2);
    expect(bench.of("turn")[1]).toEqual(bench.of("turn")[0]);
    bench.answer(6);
    bench.say({ type: "turned", seq: 1, outcome: { held: 6, captured: 6, available: 0, expiresAtMs: 0 } });
    expect(bench.state.captured).toBe(0);
  });
});

describe("drawing pauses", () => {
  it("[LM8] at once when nothing is left and nothing was held for what runs", () => {
    const bench = new Bench();
    bench.stroke();
    bench.answer(0, 0, 0);
    expect(bench.state.paused).toBe("no_credits");
    expect(spentCredits(bench.state)).toBe(0);
    bench.wait(60_000);
    bench.stroke();
    expect(bench.of("turn").filter(({ begin }) => begin)).toHaveLength(1);
  });

  it("[LM8] after the window that was paid for, and goes on when there are credits again", () => {
    const bench = new Bench();
    bench.say({ type: "drawn" });
    bench.answer(1);
    bench.stroke();
    bench.answer(0, 1, 0);
    expect(bench.state.paused).toBeNull();
    bench.nowMs += LIVE_WINDOW_MS - 1;
    bench.stroke();
    expect(bench.state.paused).toBeNull();
    bench.nowMs += 1;
    bench.stroke();
    expect(bench.state.paused).toBe("no_credits");
    bench.wait(LIVE_IDLE_MS);
    if (bench.state.turn) bench.answer(0, 0, 5);
    bench.say({ type: "toppedUp", available: null });
    bench.answer(2, 0, 3);
    expect(bench.state.paused).toBeNull();
    expect(bench.effects.at(-1)).toEqual({ type: "changed" });
    expect(bench.of("resume")).toHaveLength(1);
  });

  it("[LM8 LP49] asked again while nothing is there, it says nothing to the ledger", () => {
    const bench = new Bench();
    bench.say({ type: "drawn" });
    bench.answer(0, 0, 0);
    expect(bench.state.paused).toBe("no_credits");
    const before = bench.of("turn").length;
    for (let times = 0; times < 50; times++) {
      bench.nowMs += 2000;
      bench.say({ type: "toppedUp", available: 0 });
    }
    expect(bench.of("turn")).toHaveLength(before);
    bench.say({ type: "toppedUp", available: 1 });
    expect(bench.of("turn")).toHaveLength(before + 1);
  });

  it("[LM9] when the ledger has not answered for a block's worth of windows, and goes on when it does", () => {
    const bench = new Bench();
    for (let window = 0; window < LIVE_GRACE_WINDOWS; window++) {
      bench.stroke();
      bench.wait(LIVE_WINDOW_MS);
    }
    expect(bench.state.paused).toBeNull();
    bench.stroke();
    expect(bench.state.paused).toBe("ledger_stalled");
    bench.answer(6);
    expect(bench.state.paused).toBeNull();
  });

  it("[LM10] at the person's own limit, and not before the window that reached it has ended", () => {
    const bench = new Bench();
    bench.say({ type: "stopAt", credits: 1 });
    bench.stroke();
    bench.answer(6);
    bench.nowMs += LIVE_WINDOW_MS - 1;
    bench.stroke();
    expect(bench.state.paused).toBeNull();
    bench.nowMs += 1;
    bench.stroke();
    expect(bench.state.paused).toBe("limit");
    expect(spentCredits(bench.state)).toBe(1);
    bench.say({ type: "stopAt", credits: 2 });
    expect(bench.state.paused).toBeNull();
  });
});

it("[LM11] a new life ends what an earlier one held before it begins anything", () => {
  const bench = new Bench();
  const picture = { pictureId: "pic_1", kind: "live", epoch: 1, version: 1, windowMs: 900_000 };
  bench.say({
    type: "recovered",
    nextSeq: 4,
    held: 6,
    beganAtMs: 890_000,
    captured: 7,
    available: 30,
    lastWindowMs: 880_000,
    pictures: [picture],
  });
  expect(bench.of("turn")).toEqual([{ type: "turn", seq: 4, begin: false, pictures: [picture] }]);
  expect(spentCredits(bench.state)).toBe(8);
  bench.say({ type: "drawn" });
  expect(bench.of("turn")).toHaveLength(1);
  bench.answer(0, 1, 5);
  bench.say({ type: "drawn" });
  expect(bench.of("turn").at(-1)).toMatchObject({ seq: 5, begin: true });
});

it("[LM7] a session that closes ends what it held and begins nothing, however lately somebody drew", () => {
  const bench = new Bench();
  bench.stroke();
  bench.answer(6);
  bench.stroke();
  bench.say({ type: "closing" });
  expect(bench.of("turn").at(-1)).toMatchObject({ seq: 2, begin: false });
  bench.answer(0, 1);
  bench.wait(LIVE_IDLE_MS);
  expect(bench.of("turn")).toHaveLength(2);
});

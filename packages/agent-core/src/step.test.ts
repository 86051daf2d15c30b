import { describe, expect, it } from "vitest";
import { REPEAT_MS, TURN_LEAD_FIRST_MS, TURN_LEAD_MAX_MS, TURN_LEAD_MIN_MS } from "@llamasketch/contract";
import { leadMs } from "./state.ts";
import { expectMs } from "./step.ts";
import { Gpu, brief, started, turns } from "./test-kit.ts";

/** `key` is on the GPU and everybody else waits for it. */
function busyWith(key: string, ...others: string[]): Gpu {
  const gpu = new Gpu();
  gpu.join(key, ...others);
  gpu.frame(key);
  return gpu;
}

const seatOf = (gpu: Gpu, key: string) => {
  const seat = gpu.state.seats.get(key);
  if (!seat) throw new Error(`${key} has no seat`);
  return seat;
};

describe("turns ahead of time", () => {
  it("[LP30] a turn stands until a frame has come, and is said again when asked for", () => {
    const gpu = new Gpu();
    expect(brief(gpu.join("a"))).toEqual(["turn a"]);
    expect(turns(gpu.do({ type: "tick" }))).toEqual([]);
    expect(turns(gpu.ready("a"))).toEqual(["a"]);
    expect(turns(gpu.do({ type: "sync", key: "a" }))).toEqual(["a"]);
    gpu.frame("a");
    expect(turns(gpu.do({ type: "sync", key: "a" }))).toEqual([]);
  });

  it("[LP30] a session never timed is told 90 ms before the GPU is free", () => {
    const gpu = busyWith("a", "b");
    seatOf(gpu, "b").turn = null;
    gpu.ready("b");
    expect(gpu.pass(499).filter(({ type }) => type === "turn")).toMatchObject([
      { key: "b", atMs: 500 - TURN_LEAD_FIRST_MS },
    ]);
  });

  it("[LP30] the lead is the 90th percentile of its own turn → frame times", () => {
    const gpu = busyWith("a", "b");
    const seat = seatOf(gpu, "b");
    seat.turn = null;
    seat.leadsMs = [100, 200, 100, 100, 100, 100, 100, 100, 100, 100];
    expect(leadMs(seat)).toBe(200);
    gpu.ready("b");
    expect(gpu.pass(499).filter(({ type }) => type === "turn")).toMatchObject([{ key: "b", atMs: 300 }]);
    gpu.nowMs = 360;
    gpu.frame("b");
    expect(seat.leadsMs.at(-1)).toBe(60);
  });

  it("[LP30] 30 ms at least, 1.5 s at most", () => {
    const seat = seatOf(busyWith("a"), "a");
    seat.leadsMs = [1, 2, 1];
    expect(leadMs(seat)).toBe(TURN_LEAD_MIN_MS);
    seat.leadsMs = [9000];
    expect(leadMs(seat)).toBe(TURN_LEAD_MAX_MS);
  });

  it("[LP30] a turn that stood open while nothing was drawn measures nothing", () => {
    const gpu = new Gpu();
    gpu.join("a");
    gpu.nowMs = 60_000;
    gpu.frame("a");
    expect(seatOf(gpu, "a").leadsMs).toEqual([]);
  });

  it("[LP30] what was measured survives a lost socket", () => {
    const gpu = busyWith("a");
    seatOf(gpu, "a").leadsMs = [50];
    gpu.join("a");
    expect(seatOf(gpu, "a").leadsMs).toEqual([50]);
  });
});

describe("who goes next", () => {
  it("[LP31] new ink in the order in which sessions became ready", () => {
    const gpu = busyWith("a", "b", "c", "d");
    for (const key of ["d", "b", "c"]) {
      gpu.nowMs += 10;
      gpu.ready(key);
    }
    for (const key of ["b", "c", "d"]) gpu.frame(key);
    const order = [];
    for (let times = 0; times < 3; times++) order.push(...started(gpu.finish()));
    expect(order).toEqual(["d", "b", "c"]);
  });

  it("[LP31] whoever was served and wants again goes to the end of the circle", () => {
    const gpu = busyWith("a", "b", "c");
    for (const key of ["a", "b", "c"]) {
      gpu.nowMs += 10;
      gpu.ready(key);
      gpu.frame(key);
    }
    const order = [];
    for (let round = 0; round < 9; round++) {
      gpu.nowMs += 500;
      const next = started(gpu.finish());
      order.push(...next);
      for (const key of next) gpu.frame(key);
    }
    expect(order.slice(0, 3).toSorted()).toEqual(["a", "b", "c"]);
    expect(order).toEqual([...order.slice(0, 3), ...order.slice(0, 3), ...order.slice(0, 3)]);
  });

  it("[LP21 LP31] refinement goes last, however long it has waited", () => {
    const gpu = busyWith("a", "b", "c");
    gpu.frame("b", "refine");
    gpu.nowMs += 400;
    gpu.frame("c");
    gpu.nowMs += 100;
    expect(started(gpu.finish())).toEqual(["c"]);
    expect(started(gpu.finish())).toEqual(["b"]);
  });

  it("[LP31] new ink does not inherit the age of a wish for refinement", () => {
    const gpu = busyWith("a", "b", "c");
    for (const key of ["b", "c"]) seatOf(gpu, key).turn = null;
    gpu.ready("b", "refine");
    gpu.nowMs += 100;
    gpu.ready("c");
    gpu.nowMs += 100;
    gpu.ready("b");
    gpu.frame("b");
    gpu.frame("c");
    expect(started(gpu.finish())).toEqual(["c"]);
  });

  it("[LP31] GPU time beyond a usual frame sets a session back by as much", () => {
    const gpu = busyWith("a");
    for (let times = 0; times < 5; times++) {
      gpu.nowMs += 500;
      gpu.finish();
      gpu.frame("a");
    }
    gpu.join("b");
    gpu.nowMs += 800;
    gpu.finish();
    expect(seatOf(gpu, "a").debtMs).toBe(300);
    gpu.frame("a");
    gpu.nowMs += 500;
    gpu.finish();
    expect(seatOf(gpu, "a").debtMs).toBe(0);
    const late = busyWith("x", "a", "b");
    seatOf(late, "a").debtMs = 300;
    late.frame("a");
    late.nowMs += 299;
    late.frame("b");
    expect(started(late.finish())).toEqual(["b"]);
  });

  it("[LP31] announced but silent, a drawer holds nobody up", () => {
    const gpu = busyWith("a", "b", "c");
    for (const key of ["b", "c"]) seatOf(gpu, key).turn = null;
    gpu.ready("b");
    gpu.ready("c");
    // b is told at 410; at 500, its 90 ms spent, c is told too.
    const told = gpu.pass(500).filter(({ type }) => type === "turn");
    expect(told).toMatchObject([
      { key: "b", atMs: 410 },
      { key: "c", atMs: 500 },
    ]);
    gpu.finish();
    expect(started(gpu.frame("c"))).toEqual(["c"]);
  });

  it("[LP31] in the end it is no claim any more, and its turn still stands", () => {
    const gpu = busyWith("a", "b");
    seatOf(gpu, "b").turn = null;
    gpu.ready("b");
    gpu.pass(500);
    gpu.finish();
    gpu.nowMs += 3 * TURN_LEAD_FIRST_MS + REPEAT_MS;
    gpu.do({ type: "tick" });
    expect(seatOf(gpu, "b")).toMatchObject({ ready: null, sinceMs: null, turn: { announced: false } });
    expect(started(gpu.frame("b"))).toEqual(["b"]);
  });

  it("[LP31] a GPU with nothing to do keeps every turn open", () => {
    const gpu = busyWith("a", "b");
    expect(seatOf(gpu, "b").turn).not.toBeNull();
    expect(seatOf(gpu, "a").turn).toBeNull();
    expect(turns(gpu.finish())).toEqual(["a"]);
    expect(turns(gpu.join("c"))).toEqual(["c"]);
    expect(started(gpu.frame("c"))).toEqual(["c"]);
  });
});

describe("what sessions are told", () => {
  it("[LP32] ready is answered at once: with turn when the GPU is nearly free, else with soon", () => {
    const gpu = busyWith("a", "b");
    seatOf(gpu, "b").turn = null;
    expect(gpu.ready("b")).toEqual([{ type: "soon", key: "b", inMs: 500 }]);
    gpu.nowMs = 200;
    expect(gpu.ready("b")).toEqual([{ type: "soon", key: "b", inMs: 300 }]);
    gpu.nowMs = 450;
    expect(gpu.ready("b")).toEqual([{ type: "turn", key: "b" }]);
  });

  it("[LP32] a frame that must wait is answered with soon, behind all who go first", () => {
    const gpu = busyWith("a", "b", "c");
    expect(gpu.frame("b")).toEqual([{ type: "soon", key: "b", inMs: 500 }]);
    expect(gpu.frame("c")).toEqual([{ type: "soon", key: "c", inMs: 1000 }]);
  });

  it("[LP32] one frame of a session waits: a newer one replaces it, and that is told", () => {
    const gpu = busyWith("a", "b");
    gpu.frame("b");
    expect(gpu.frame("b")).toContainEqual({ type: "dropped", key: "b", seq: 2, reason: "superseded" });
    expect(gpu.finish()).toMatchObject([{ type: "start", key: "b", frame: { seq: 3 } }]);
  });

  it("[LP32] what failed is told, is no measure, and the next goes on", () => {
    const gpu = busyWith("a", "b");
    gpu.frame("b");
    gpu.nowMs += 5;
    expect(brief(gpu.finish(0, false))).toContain("dropped a");
    expect(gpu.state.tookMs.ink).toEqual([]);
    expect(gpu.state.slots[0]?.work?.key).toBe("b");
  });

  it("[LP26 LP32] what a newcomer must expect grows with those who draw, and shrinks with slots", () => {
    const gpu = new Gpu(2, 600);
    expect(expectMs(gpu.state)).toBe(300);
    gpu.join("a", "b", "c");
    expect(expectMs(gpu.state)).toBe(1200);
  });
});

describe("slots and seats", () => {
  it("[LP31] two slots make two sessions' frames at once, never two of one", () => {
    const gpu = new Gpu(2);
    gpu.join("a", "b");
    expect(gpu.frame("a")[0]).toMatchObject({ type: "start", slot: 0 });
    expect(started(gpu.frame("a"))).toEqual([]);
    expect(gpu.frame("b")[0]).toMatchObject({ type: "start", slot: 1 });
    expect(started(gpu.finish(1))).toEqual([]);
    expect(gpu.finish(0)[0]).toMatchObject({ type: "start", key: "a", slot: 0 });
  });

  it("[LP31] a session that left while its frame was made frees the slot when it is done", () => {
    const gpu = busyWith("a", "b");
    gpu.do({ type: "left", key: "a" });
    expect(started(gpu.frame("b"))).toEqual([]);
    expect(started(gpu.finish())).toEqual(["b"]);
  });

  it("[LP31] one that comes back meanwhile is still in service", () => {
    const gpu = new Gpu(2);
    gpu.join("a");
    gpu.frame("a");
    gpu.do({ type: "left", key: "a" });
    gpu.join("a");
    expect(started(gpu.frame("a"))).toEqual([]);
    expect(started(gpu.finish(0))).toEqual(["a"]);
  });

  it("[LP31] whoever is not there changes nothing", () => {
    const gpu = new Gpu();
    expect([...gpu.ready("x"), ...gpu.frame("x"), ...gpu.do({ type: "sync", key: "x" })]).toEqual([]);
    expect([...gpu.do({ type: "left", key: "x" }), ...gpu.finish(0), ...gpu.finish(7)]).toEqual([]);
  });
});

/** Sharper pictures and variations: what waits for ink, and what steps aside for it. */
import { describe, expect, it } from "vitest";
import { Gpu, brief, started } from "./test-kit.ts";

function host(slots: number, ...keys: string[]): Gpu {
  const gpu = new Gpu(slots);
  gpu.join(...keys);
  return gpu;
}

const stopped = (gpu: Gpu, slot = 0) => gpu.do({ type: "stopped", slot });

describe("the order of work", () => {
  it("[LP40 LP42] ink, then sharper pictures, then variations, however long each has waited", () => {
    const gpu = host(1, "x", "v", "r", "i");
    gpu.frame("x");
    for (const [key, work] of [
      ["v", "variation"],
      ["r", "refine"],
      ["i", "ink"],
    ] as const) {
      gpu.nowMs += 50;
      gpu.frame(key, work);
    }
    const order: string[] = [];
    for (let times = 0; times < 3; times++) {
      gpu.nowMs += 100;
      order.push(...started(gpu.finish()));
    }
    expect(order).toEqual(["i", "r", "v"]);
  });

  it("[LP42] a lesser frame does not take the place of a more urgent one of the same sketch", () => {
    const gpu = host(1, "x", "a");
    gpu.frame("x");
    gpu.frame("a");
    expect(gpu.frame("a", "variation")).toContainEqual({
      type: "dropped",
      key: "a",
      seq: 3,
      reason: "superseded",
    });
    expect(started(gpu.finish())).toEqual(["a"]);
  });

  it("[LP42] nor is its turn announced before that one was begun", () => {
    const gpu = host(1, "x", "a");
    gpu.frame("x");
    gpu.frame("a");
    gpu.ready("a", "variation");
    expect(gpu.pass(450).some(({ type }) => type === "turn")).toBe(false);
  });

  it("[LP40 LP42] new ink of the same sketch drops what waits of its older canvas, and begins a claim of its own", () => {
    for (const work of ["refine", "variation"] as const) {
      const gpu = host(1, "x", "a", "b");
      gpu.frame("x");
      gpu.frame("a", work);
      gpu.nowMs += 10;
      gpu.frame("b");
      gpu.nowMs += 10;
      expect(brief(gpu.ready("a"))).toContain("dropped a");
      gpu.frame("a");
      expect(started(gpu.finish())).toEqual(["b"]);
      expect(started(gpu.finish())).toEqual(["a"]);
    }
  });
});

describe("stepping aside", () => {
  it("[LP40 LP42] a variation is stopped when another's ink comes", () => {
    const gpu = host(1, "a", "b");
    gpu.frame("a", "variation");
    expect(gpu.frame("b")).toContainEqual({ type: "stop", slot: 0, key: "a", seq: 1 });
    expect(gpu.do({ type: "tick" }).filter(({ type }) => type === "stop")).toEqual([]);
    gpu.nowMs += 40;
    expect(started(stopped(gpu))).toEqual(["b"]);
    gpu.nowMs += 500;
    expect(gpu.finish()).toContainEqual(
      expect.objectContaining({ type: "start", key: "a", frame: expect.objectContaining({ seq: 1 }) }),
    );
  });

  it("[LP40] …as soon as that ink is announced, and is not begun again while its canvas is on the way", () => {
    const gpu = host(1, "a", "b");
    gpu.frame("a", "variation");
    gpu.state.seats.get("b")!.turn = null;
    expect(brief(gpu.ready("b"))).toContain("stop a");
    gpu.nowMs += 40;
    const effects = stopped(gpu);
    expect(started(effects)).toEqual([]);
    expect(brief(effects)).toContain("turn b");
    gpu.nowMs += 30;
    expect(started(gpu.frame("b"))).toEqual(["b"]);
  });

  it("[LP40] …but a drawer who was told and stays silent holds it up no longer than its lead", () => {
    const gpu = host(1, "a", "b");
    gpu.frame("a", "variation");
    gpu.state.seats.get("b")!.turn = null;
    gpu.ready("b");
    stopped(gpu);
    expect(gpu.pass(89).some(({ type }) => type === "start")).toBe(false);
    expect(gpu.pass(2)).toContainEqual(expect.objectContaining({ type: "start", key: "a" }));
  });

  it("[LP40] no sharper picture is begun either while ink is on its way", () => {
    const gpu = host(1, "x", "a", "b");
    gpu.frame("x");
    gpu.frame("a", "refine");
    gpu.state.seats.get("b")!.turn = null;
    gpu.ready("b");
    gpu.nowMs += 450;
    gpu.do({ type: "tick" });
    expect(started(gpu.finish())).toEqual([]);
    expect(started(gpu.frame("b"))).toEqual(["b"]);
  });

  it.each(["ink", "refine"] as const)("[LP42] %s is never stopped", (work) => {
    const gpu = host(1, "a", "b");
    gpu.frame("a", work);
    expect(gpu.frame("b").filter(({ type }) => type === "stop")).toEqual([]);
  });

  it("[LP42] nothing is stopped for ink that has a free slot, or one of its own", () => {
    const gpu = host(2, "a", "b");
    gpu.frame("a", "variation");
    expect(gpu.frame("b").filter(({ type }) => type === "stop")).toEqual([]);
    expect(gpu.ready("b").filter(({ type }) => type === "stop")).toEqual([]);
  });

  it("[LP42] the variation that was begun last is stopped, and one slot for one hand", () => {
    const gpu = host(2, "a", "b", "c");
    gpu.frame("a", "variation");
    gpu.nowMs += 10;
    gpu.frame("b", "variation");
    expect(gpu.frame("c").filter(({ type }) => type === "stop")).toEqual([
      { type: "stop", slot: 1, key: "b", seq: 2 },
    ]);
    expect(gpu.do({ type: "tick" }).filter(({ type }) => type === "stop")).toEqual([]);
  });

  it("[LP40 LP42] new ink of the same sketch stops what is being made of it for good", () => {
    const gpu = host(1, "a");
    gpu.frame("a", "variation");
    expect(brief(gpu.ready("a"))).toContain("stop a");
    const effects = stopped(gpu);
    expect(effects).toContainEqual({ type: "dropped", key: "a", seq: 1, reason: "superseded" });
    expect(started(gpu.frame("a"))).toEqual(["a"]);
  });

  it("[LP40] …on the other slot too, where there is one", () => {
    const gpu = host(2, "a");
    gpu.frame("a", "variation");
    expect(brief(gpu.ready("a"))).toContain("stop a");
  });

  it("[LP42] what was asked to stop in its last step is finished as if nothing was asked", () => {
    const gpu = host(1, "a", "b");
    gpu.frame("a", "variation");
    gpu.frame("b");
    gpu.nowMs += 300;
    expect(started(gpu.finish())).toEqual(["b"]);
    expect(gpu.state.tookMs.variation).toEqual([300]);
    expect(gpu.state.seats.get("a")).toMatchObject({ waiting: null, inService: false, debtMs: 0 });
  });

  it("[LP42] a session that left has no claim to begin again", () => {
    const gpu = host(1, "a", "b");
    gpu.frame("a", "variation");
    expect(brief(gpu.do({ type: "left", key: "a" }))).toContain("stop a");
    gpu.join("a");
    expect(brief(stopped(gpu))).toContain("dropped a");
    expect(stopped(gpu, 5)).toEqual([]);
  });
});

describe("what sessions are told meanwhile", () => {
  it("[LP32] a frame that must wait longer than it was told is told anew, again and again", () => {
    const gpu = host(1, "x", "v");
    gpu.frame("x");
    expect(gpu.frame("v", "variation")).toEqual([{ type: "soon", key: "v", inMs: 500 }]);
    const told: number[] = [];
    for (let times = 0; times < 5; times++) {
      gpu.frame("x");
      const effects = [...gpu.pass(499), ...gpu.finish()];
      told.push(...effects.flatMap((effect) => (effect.type === "soon" ? [effect.inMs] : [])));
      gpu.nowMs += 1;
    }
    expect(told.length).toBeGreaterThan(2);
    gpu.nowMs += 500;
    expect(started(gpu.finish())).toEqual(["v"]);
  });

  it("[LP32] so is one that was stopped", () => {
    const gpu = host(1, "a", "b");
    gpu.frame("a", "variation");
    gpu.frame("b");
    expect(brief(stopped(gpu))).toContain("soon a");
  });
});

/** One slot, one hand, three sketches that always want more of the same: how long the hand's canvases wait for the GPU. */
function underLoad(seed: number): { waitsMs: number[]; done: number } {
  const STEP_MS = 100;
  const UPLINK_MS = 60;
  const steps = 4;
  const work = "variation";
  const gpu = host(1, "hand", "s1", "s2", "s3");
  const waitsMs: number[] = [];
  let done = 0;
  let state = seed;
  const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  /** What happens next, by time; the slot's steps count the life of the work they belong to. */
  const events: { atMs: number; run: () => void }[] = [];
  const later = (inMs: number, run: () => void): void => void events.push({ atMs: gpu.nowMs + inMs, run });
  let life = 0;
  let isStopped = false;
  let inStep = 0;
  let cameAtMs = 0;
  const act = (effects: ReturnType<Gpu["do"]>): void => {
    for (const effect of effects) {
      if (effect.type === "stop") isStopped = inStep < steps;
      else if (effect.type === "turn" && effect.key === "hand") {
        if (gpu.state.seats.get("hand")?.ready) later(UPLINK_MS, inkArrives);
      } else if (effect.type === "start") {
        const mine = ++life;
        isStopped = false;
        if (effect.key === "hand") waitsMs.push(gpu.nowMs - cameAtMs);
        step(mine, effect.key, 1);
      } else if (effect.type === "dropped") later(0, () => act(gpu.frame(effect.key, work)));
    }
  };
  const step = (mine: number, key: string, at: number): void => {
    inStep = at;
    later(STEP_MS, () => {
      if (mine !== life) return;
      const isInk = key === "hand";
      if (!isInk && isStopped) return act(gpu.do({ type: "stopped", slot: 0 }));
      if (at < (isInk ? 4 : steps)) return step(mine, key, at + 1);
      act(gpu.finish());
      if (isInk) return later(200 + random() * 2500, () => act(gpu.ready("hand")));
      done += 1;
      act(gpu.frame(key, work));
    });
  };
  const inkArrives = (): void => {
    cameAtMs = gpu.nowMs;
    act(gpu.frame("hand"));
  };
  for (const key of ["s1", "s2", "s3"]) act(gpu.frame(key, work));
  later(500, () => act(gpu.ready("hand")));
  while (waitsMs.length < 100) {
    events.sort((a, b) => a.atMs - b.atMs);
    const next = events.shift();
    if (!next) throw new Error("nothing happens any more");
    for (const effect of gpu.pass(next.atMs - gpu.nowMs)) act([effect]);
    next.run();
  }
  return { waitsMs, done };
}

describe("under load", () => {
  it.each([1, 2, 3, 4])(
    "[LP40 LP42] a hand's canvas waits for a variation no longer than a step, and they get done: seed %i",
    (seed) => {
      const { waitsMs, done } = underLoad(seed);
      expect(waitsMs.filter((ms) => ms <= 100).length).toBeGreaterThanOrEqual(100);
      expect(done).toBeGreaterThan(100);
    },
  );
});

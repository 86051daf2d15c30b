import { describe, expect, it } from "vitest";
import { JOB_STILL_MS } from "@llamasketch/contract";
import { createRunClock, heardOfRun, isStill, ranForMs, type RunSaid } from "./run-clock.ts";

/** A run whose host says things at times; `ends`: when it would be taken back. */
class Run {
  readonly clock = createRunClock(0);
  drawnOn = false;

  says(nowMs: number, more: Partial<RunSaid> = {}): this {
    const said = { output: 0, step: 0, paused: false, ...more };
    heardOfRun(this.clock, said, this.drawnOn, nowMs);
    return this;
  }

  isStillAt(nowMs: number): boolean {
    return isStill(this.clock, this.drawnOn, nowMs);
  }

  expectEnd(atMs: number): void {
    expect([this.isStillAt(atMs - 1), this.isStillAt(atMs)]).toEqual([false, true]);
  }
}
const { loading, running, finishing } = JOB_STILL_MS;

describe("[JB14] a run that shows nothing new", () => {
  it("from its offer on is still after what a sampler may take", () => new Run().expectEnd(running));

  it("gets on with each step, node, byte and output, and not by saying the same again", () => {
    new Run()
      .says(1000, { step: 3 })
      .says(20_000, { step: 3 })
      .says(25_000, { step: 2 })
      .expectEnd(1000 + running);
    new Run()
      .says(1000, { step: 3 })
      .says(2000, { step: 4 })
      .expectEnd(2000 + running);
    new Run()
      .says(1000, { nodes: 1 })
      .says(2000, { nodes: 2 })
      .expectEnd(2000 + running);
    new Run()
      .says(1000, { bytes: 5 })
      .says(2000, { bytes: 6 })
      .expectEnd(2000 + running);
    new Run()
      .says(1000, { step: 9 })
      .says(2000, { output: 1, step: 0 })
      .expectEnd(2000 + running);
    new Run()
      .says(1000, { output: 1 })
      .says(2000, { output: 0, step: 50 })
      .expectEnd(1000 + running);
  });

  it("may count its steps anew with another node", () => {
    const run = new Run().says(1000, { step: 20, nodes: 4 }).says(2000, { step: 0, nodes: 5 });
    run.says(3000, { step: 1, nodes: 5 }).expectEnd(3000 + running);
  });

  it("loads models longer, if it says so, and all in all no longer than that", () => {
    new Run().says(0, { phase: "loading" }).expectEnd(loading);
    const again = new Run().says(0, { phase: "loading" });
    for (let nowMs = 5000; nowMs < loading; nowMs += 5000)
      again.says(nowMs, { phase: "loading", nodes: nowMs });
    again.expectEnd(loading);
    const next = new Run().says(0, { phase: "loading" }).says(200_000, { phase: "running", step: 1 });
    next.says(210_000, { output: 1, phase: "loading" }).expectEnd(210_000 + loading - 200_000);
    // Once it runs it is not loading any more.
    new Run().says(0, { step: 1 }).says(10, { phase: "loading", step: 1 }).expectEnd(running);
  });

  it("is given longer to store what it made", () => {
    new Run()
      .says(1000, { step: 9 })
      .says(2000, { phase: "finishing", step: 9 })
      .expectEnd(2000 + finishing);
    new Run()
      .says(2000, { phase: "finishing" })
      .says(80_000, { phase: "finishing", bytes: 1 })
      .expectEnd(80_000 + finishing);
  });

  it("is believed to stand aside while somebody draws on its host, and not else", () => {
    new Run()
      .says(1000, { step: 1 })
      .says(2000, { step: 1, paused: true })
      .expectEnd(1000 + running);
    const run = new Run().says(1000, { step: 1 });
    run.drawnOn = true;
    run.says(2000, { paused: true, step: 1 });
    for (let nowMs = 5000; nowMs <= 400_000; nowMs += 5000) expect(run.isStillAt(nowMs)).toBe(false);
    // They left, and it says nothing.
    run.drawnOn = false;
    run.expectEnd(400_000 + running);
  });

  it("may begin anew after it stood aside", () => {
    const run = new Run().says(1000, { step: 20 });
    run.drawnOn = true;
    run.says(2000, { step: 20, paused: true }).says(60_000, { step: 0 }).says(61_000, { step: 1 });
    run.expectEnd(61_000 + running);
  });
});

it("the GPU time it had is on our clock, without what it stood aside", () => {
  const run = new Run();
  run.drawnOn = true;
  run.says(1000, { step: 1 }).says(2000, { paused: true }).says(12_000, { step: 2 });
  expect(ranForMs(run.clock, 15_000)).toBe(5000);
  run.says(15_000, { paused: true });
  expect(ranForMs(run.clock, 60_000)).toBe(5000);
  // Standing aside of which no row knows is no excuse.
  expect(ranForMs(new Run().says(1000, { paused: true }).clock, 10_000)).toBe(10_000);
});

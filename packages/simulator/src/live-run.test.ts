import { describe, expect, it } from "vitest";
import { runLive } from "./live-run.ts";

const SEEDS = 1000;
const AT_ONCE = 50;

/** Seeds that failed once, by what was wrong. */
const ONCE_BROKEN: [number, string][] = [
  [16, "an agent that lost `ready` at its attach was never asked again"],
  [23, "an overdue frame with nobody connected made the timer spin"],
  [60, "a client whose frame died with the session waited on its old want"],
  [174, "a lost picture was never asked for again while a want stood"],
  [505, "a pen taken back did not redraw its own canvas"],
  [600, "a yielding client's repeat timer spun"],
  [724, "the close of a replaced link took the seat of the new one"],
  [763, "a claim announced to a silent drawer held the GPU for ever"],
  [1621, "an agent half greeted when the session slept was left hanging"],
  [3569, "a dropped frame still counted as received"],
  [5179, "a late frame after an eviction brought an older canvas back"],
];

describe("live machines, seeded", () => {
  it.each(ONCE_BROKEN)("seed %i: %s", async (seed) => {
    expect((await runLive(seed)).problems).toEqual([]);
  });

  it.each(Array.from({ length: SEEDS / AT_ONCE }, (_, at) => at * AT_ONCE))(
    "[LP14 LP15 LP16 LP18 LP19 LP26 LP34] every pause gets its picture, none goes back, nothing sticks: seeds from %i",
    async (first) => {
      let pictures = 0;
      let faults = 0;
      for (let seed = first; seed < first + AT_ONCE; seed++) {
        const report = await runLive(seed);
        if (report.problems.length > 0)
          throw new Error(`seed ${seed}\n${report.problems.join("\n")}\n${report.log.join("\n")}`);
        pictures += report.pictures;
        faults += report.faults;
      }
      expect(pictures).toBeGreaterThan(AT_ONCE * 10);
      expect(faults).toBeGreaterThan(AT_ONCE * 3);
    },
    120_000,
  );

  it.each(Array.from({ length: SEEDS / AT_ONCE / 2 }, (_, at) => at * AT_ONCE))(
    "[LP45 LP46] …and so it is where credits run out and come back: seeds from %i",
    async (first) => {
      let pictures = 0;
      for (let seed = first; seed < first + AT_ONCE; seed++) {
        const report = await runLive(seed, seed % 2 === 0, true);
        if (report.problems.length > 0)
          throw new Error(`seed ${seed}\n${report.problems.join("\n")}\n${report.log.join("\n")}`);
        pictures += report.pictures;
      }
      expect(pictures).toBeGreaterThan(AT_ONCE * 10);
    },
    120_000,
  );

  it.each(Array.from({ length: SEEDS / AT_ONCE / 2 }, (_, at) => at * AT_ONCE))(
    "…and so it is with queued work on the same GPUs: seeds from %i",
    async (first) => {
      const sum = { pictures: 0, queuedSteps: 0 };
      for (let seed = first; seed < first + AT_ONCE; seed++) {
        const report = await runLive(seed, seed % 2 === 0, false, true);
        if (report.problems.length > 0)
          throw new Error(`seed ${seed}\n${report.problems.join("\n")}\n${report.log.join("\n")}`);
        sum.pictures += report.pictures;
        sum.queuedSteps += report.queuedSteps;
      }
      expect(sum.pictures).toBeGreaterThan(AT_ONCE * 10);
      expect(sum.queuedSteps).toBeGreaterThan(AT_ONCE * 10);
    },
    120_000,
  );

  it.each(Array.from({ length: SEEDS / AT_ONCE }, (_, at) => at * AT_ONCE))(
    "[LP18 LP37 LP38 LP39 LP40 LP42] …and so it is with variations asked for: seeds from %i",
    async (first) => {
      const sum = { variations: 0 };
      for (let seed = first; seed < first + AT_ONCE; seed++) {
        const report = await runLive(seed, true);
        if (report.problems.length > 0)
          throw new Error(`seed ${seed}\n${report.problems.join("\n")}\n${report.log.join("\n")}`);
        sum.variations += report.variations;
      }
      expect(sum.variations).toBeGreaterThan(AT_ONCE * 2);
    },
    120_000,
  );
});

import { JOB_FAILURES } from "@llamasketch/contract";
import { describe, expect, it } from "vitest";
import { begin, cancel, endRun, expire, type Ending } from "./machine.ts";
import { backoffMs, HOSTS_MAX, RUNS_MAX, TRIES_MAX } from "./retry.ts";
import { isOver, queuedJob, type JobFacts } from "./state.ts";

const DAY_MS = 86_400_000;
const fresh = (): JobFacts => queuedJob(DAY_MS);
const HALF = 0.5;

/** Begun on `holder` as soon as it may be. */
function begun(job: JobFacts, holder = "a"): JobFacts {
  const running = begin(job, holder, job.notBeforeMs);
  if (!running) throw new Error("not begun");
  return running;
}
const ended = (job: JobFacts, ending: Ending, nowMs = job.notBeforeMs): JobFacts | null =>
  endRun(job, { holder: job.holder ?? "", attempt: job.attempt }, ending, nowMs, HALF);
const failOn = (
  job: JobFacts,
  holder: string,
  reason: (typeof JOB_FAILURES)[number] = "memory",
): JobFacts => {
  const next = ended(begun(job, holder), { kind: "failed", reason });
  if (!next) throw new Error("not ended");
  return next;
};

describe("a run", () => {
  it("is numbered, and only its holder ends it, once", () => {
    const job = begun(fresh());
    expect(job).toMatchObject({ state: "running", attempt: 1, holder: "a" });
    expect(begin(job, "b", 0)).toBeNull();
    const done: Ending = { kind: "done" };
    expect(endRun(job, { holder: "b", attempt: 1 }, done, 0, HALF)).toBeNull();
    expect(endRun(job, { holder: "a", attempt: 2 }, done, 0, HALF)).toBeNull();
    const over = ended(job, done);
    expect(over).toMatchObject({ state: "succeeded", attempt: 1, holder: null });
    expect(over && endRun(over, { holder: "a", attempt: 1 }, done, 0, HALF)).toBeNull();
  });

  it("[JB4] of an older attempt changes nothing, also on the same host", () => {
    const again = begun(failOn(fresh(), "a"), "a");
    expect(again.attempt).toBe(2);
    expect(endRun(again, { holder: "a", attempt: 1 }, { kind: "done" }, 0, HALF)).toBeNull();
  });
});

describe("a failure", () => {
  it("waits twice as long each time, spread, a minute and a half at most", () => {
    expect([1, 2, 3, 4].map((tries) => backoffMs(tries, HALF))).toEqual([1000, 2000, 4000, 8000]);
    expect([backoffMs(1, 0), backoffMs(1, 1), backoffMs(90, 1)]).toEqual([500, 1500, 90_000]);
    const job = failOn(fresh(), "a");
    expect(job).toMatchObject({ state: "queued", tries: 1, notBeforeMs: 1000, failedHosts: ["a"] });
    expect(begin(job, "b", 999)).toBeNull();
  });

  it("on three hosts is poison", () => {
    let job = fresh();
    for (const host of ["a", "b"]) job = failOn(job, host);
    expect(job.state).toBe("queued");
    expect(failOn(job, "c")).toMatchObject({ state: "failed", reason: "poison", tries: HOSTS_MAX });
    const lost = begun(job, "c");
    expect(ended(lost, { kind: "lost" })).toMatchObject({ state: "failed", reason: "poison" });
  });

  it("where there is one host is tried five times", () => {
    let job = fresh();
    for (let tries = 1; tries < TRIES_MAX; tries++) job = failOn(job, "a");
    expect(job.state).toBe("queued");
    expect(failOn(job, "a")).toMatchObject({ state: "failed", reason: "tries" });
  });

  it("of its inputs is believed when two runs agree", () => {
    const once = failOn(fresh(), "a", "refused");
    expect(once.state).toBe("queued");
    expect(failOn(once, "b", "refused")).toMatchObject({ state: "failed", reason: "refused" });
  });

  it("[JB9] of a host that cannot run it, and what is given back, is nobody's and goes on at once", () => {
    const unfit = failOn(fresh(), "a", "unfit");
    expect(unfit).toMatchObject({ state: "queued", tries: 0, failedHosts: [], notBeforeMs: 0 });
    expect(ended(begun(unfit), { kind: "returned" }, 7)).toMatchObject({
      state: "queued",
      tries: 0,
      notBeforeMs: 7,
    });
  });

  it("ends also what is handed back for ever", () => {
    let job = fresh();
    while (!isOver(job)) job = ended(begun(job), { kind: "returned" }) ?? job;
    expect(job).toMatchObject({ state: "failed", reason: "tries", attempt: RUNS_MAX });
  });
});

describe("its owner and its deadline", () => {
  it("a cancel is at once, at every stage but the last", () => {
    expect(cancel(fresh())?.state).toBe("cancelled");
    const running = begun(fresh());
    const gone = cancel(running);
    expect(gone).toMatchObject({ state: "cancelled", holder: null });
    expect(gone && endRun(gone, { holder: "a", attempt: 1 }, { kind: "done" }, 0, HALF)).toBeNull();
    const done = ended(running, { kind: "done" });
    expect(done && cancel(done)).toBeNull();
    expect(gone && cancel(gone)).toBeNull();
  });

  it("what waits too long fails; what runs is let end, and is not begun again", () => {
    expect(expire(fresh(), DAY_MS - 1)).toBeNull();
    expect(expire(fresh(), DAY_MS)).toMatchObject({ state: "failed", reason: "expired" });
    const running = begun(fresh());
    expect(expire(running, DAY_MS)).toBeNull();
    expect(begin(fresh(), "a", DAY_MS)).toBeNull();
    expect(ended(running, { kind: "done" }, DAY_MS)?.state).toBe("succeeded");
    expect(ended(running, { kind: "returned" }, DAY_MS)).toMatchObject({
      state: "failed",
      reason: "expired",
    });
  });
});

/** Numbers from 0 to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("any order of events", () => {
  it("over 1,000 seeds: attempts rise by one, an end is final and there is one, tries stay in bounds", () => {
    const ends = new Map<string, number>();
    for (let seed = 0; seed < 1000; seed++) {
      const random = seeded(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      const said: { holder: string; attempt: number }[] = [];
      let job = fresh();
      let nowMs = 0;
      let endings = 0;
      for (let turn = 0; turn < 120; turn++) {
        nowMs += random() * 20_000;
        const before = job;
        const roll = random();
        let next: JobFacts | null;
        if (roll < 0.4) next = begin(job, pick(["a", "b", "c", "d"]), nowMs);
        else if (roll < 0.97 && said.length > 0) {
          const ending = pick<Ending>([
            { kind: seed % 3 === 0 ? "done" : "lost" },
            { kind: "returned" },
            { kind: "returned" },
            { kind: "lost" },
            { kind: "failed", reason: pick(JOB_FAILURES) },
          ]);
          next = endRun(job, pick(said), ending, nowMs, random());
        } else next = roll < 0.999 ? expire(job, nowMs) : cancel(job);
        if (!next) continue;
        expect(isOver(before)).toBe(false);
        job = next;
        if (isOver(job)) endings += 1;
        expect(job.attempt - before.attempt).toBe(
          before.state === "queued" && job.state === "running" ? 1 : 0,
        );
        expect(job.state === "running").toBe(job.holder !== null);
        expect(job.tries).toBeLessThanOrEqual(TRIES_MAX);
        expect(job.failedHosts.length).toBeLessThanOrEqual(HOSTS_MAX);
        expect((job.reason !== null) === (job.state === "failed")).toBe(true);
        if (job.state === "running") said.push({ holder: job.holder ?? "", attempt: job.attempt });
      }
      expect(endings).toBeLessThanOrEqual(1);
      ends.set(job.reason ?? job.state, (ends.get(job.reason ?? job.state) ?? 0) + 1);
    }
    // The seeds meet every end there is.
    for (const end of ["succeeded", "cancelled", "poison", "refused"])
      expect(ends.get(end) ?? 0).toBeGreaterThan(5);
  });
});

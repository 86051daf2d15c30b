import { describe, expect, it } from "vitest";
import { jobPosition } from "./job-position.ts";
import {
  addJob,
  chargeBegin,
  chargeEnd,
  countRunning,
  createJobQueue,
  removeJob,
  sweepQueue,
  type JobQueue,
  type QueuedJob,
} from "./job-queue.ts";
import { AGEING_MS, nextJob, PASSES_MAX, type JobAsk } from "./next-job.ts";

const job = (id: string, userId: string, more: Partial<QueuedJob> = {}): QueuedJob => ({
  id,
  userId,
  batch: false,
  priority: 2,
  workflow: "m",
  concurrency: 1000,
  expectMs: 1000,
  queuedAtMs: 0,
  notBeforeMs: 0,
  avoid: [],
  ...more,
});
const ask = (more: Partial<JobAsk> = {}): JobAsk => ({
  agentId: "a",
  workflows: new Set(["m", "n"]),
  loaded: null,
  batch: true,
  isOthers: () => false,
  ...more,
});
function queueOf(...jobs: QueuedJob[]): JobQueue {
  const queue = createJobQueue();
  for (const one of jobs) addJob(queue, one, 0);
  return queue;
}
/** Begins and ends the next job; its id, or null. */
function serve(queue: JobQueue, more: Partial<JobAsk> = {}, nowMs = 0): string | null {
  const next = nextJob(queue, ask(more), nowMs);
  if (!next) return null;
  removeJob(queue, next.id);
  chargeBegin(queue, next, nowMs);
  chargeEnd(queue, next, next.expectMs);
  return next.id;
}
const order = (queue: JobQueue, times: number, more: Partial<JobAsk> = {}): (string | null)[] =>
  Array.from({ length: times }, (_, at) => serve(queue, more, at));

describe("who runs next", () => {
  it("the better plan first; batch work after everything that somebody waits for", () => {
    const queue = queueOf(
      job("batch", "u", { batch: true, priority: 0 }),
      job("free", "u", { priority: 3 }),
      job("pro", "v", { priority: 1 }),
    );
    expect(order(queue, 4)).toEqual(["pro", "free", "batch", null]);
  });

  it("batch work only where it is asked for", () => {
    const queue = queueOf(job("batch", "u", { batch: true }));
    expect(serve(queue, { batch: false })).toBeNull();
    expect(serve(queue)).toBe("batch");
  });

  it("within a plan who had least; each in the order in which they came", () => {
    const queue = queueOf(job("u1", "u"), job("u2", "u"), job("u3", "u"), job("v1", "v"), job("v2", "v"));
    expect(order(queue, 6)).toEqual(["u1", "v1", "u2", "v2", "u3", null]);
  });

  it("long jobs count as what they took, not as one", () => {
    const long = { expectMs: 3000 };
    const queue = queueOf(
      job("u1", "u", long),
      job("u2", "u", long),
      ...["1", "2", "3", "4"].map((n) => job(`v${n}`, "v")),
    );
    expect(order(queue, 6)).toEqual(["u1", "v1", "v2", "v3", "u2", "v4"]);
  });

  it("whoever was away is owed nothing for it", () => {
    const queue = queueOf(...Array.from({ length: 20 }, (_, at) => job(`u${at}`, "u")));
    order(queue, 10);
    for (let at = 0; at < 10; at++) addJob(queue, job(`v${at}`, "v"), 0);
    const begun = order(queue, 10);
    expect(begun[0]).toBe("v0");
    expect(begun.filter((id) => id?.startsWith("v"))).toHaveLength(5);
  });

  it("no user runs more at once than their plan lets them", () => {
    const queue = queueOf(job("u1", "u", { concurrency: 2 }), job("v1", "v", { priority: 3 }));
    countRunning(queue, "u");
    countRunning(queue, "u");
    expect(serve(queue)).toBe("v1");
    expect(serve(queue)).toBeNull();
    chargeEnd(queue, job("before", "u"), 1000);
    expect(serve(queue)).toBe("u1");
  });

  it("what waited long stands beside the better plans: a stream of them starves nobody", () => {
    const queue = queueOf(job("free", "f", { priority: 3 }));
    for (let at = 0; at < 400; at++) {
      const nowMs = at * 2000;
      addJob(queue, job(`pro${at}`, `p${at}`, { priority: 1, queuedAtMs: nowMs }), nowMs);
      if (serve(queue, {}, nowMs) === "free") {
        expect(nowMs).toBeLessThanOrEqual(3 * AGEING_MS);
        return;
      }
    }
    throw new Error("the free one starved");
  });
});

describe("models that are loaded", () => {
  it("let a job pass a few others of its rank, and no more", () => {
    const queue = queueOf(job("n0", "u", { workflow: "n" }), job("m0", "v"));
    order(queue, 2, { loaded: "n" });
    for (let at = 1; at < 9; at++) addJob(queue, job(`n${at}`, "u", { workflow: "n", expectMs: 10 }), 0);
    for (let at = 1; at < 9; at++) addJob(queue, job(`m${at}`, "v", { expectMs: 1 }), 0);
    // Both have something here, so that neither is new.
    countRunning(queue, "u");
    countRunning(queue, "v");
    order(queue, 2, { loaded: "n" });
    const begun = order(queue, 8, { loaded: "n" })
      .map((id) => id?.[0])
      .join("");
    expect(begun).toContain("n".repeat(PASSES_MAX));
    expect(begun).not.toContain("n".repeat(PASSES_MAX + 1));
    expect(begun).toContain("m");
  });

  it("never pass somebody's first, nor a better plan", () => {
    const queue = queueOf(...Array.from({ length: 5 }, (_, at) => job(`n${at}`, "u", { workflow: "n" })));
    order(queue, 2, { loaded: "n" });
    addJob(queue, job("first", "v"), 0);
    expect(serve(queue, { loaded: "n" })).toBe("first");
    addJob(queue, job("better", "v", { priority: 1 }), 0);
    expect(serve(queue, { loaded: "n" })).toBe("better");
  });
});

describe("hosts and waits", () => {
  it("what a host failed goes to another, if there is one", () => {
    const failed = job("bad", "u", { avoid: ["a"] });
    const queue = queueOf(failed, job("good", "u", { queuedAtMs: 1 }));
    expect(serve(queue, { isOthers: () => true })).toBe("good");
    expect(serve(queue, { isOthers: () => true })).toBeNull();
    expect(serve(queue, { agentId: "b", isOthers: () => true })).toBe("bad");
    addJob(queue, { ...failed, id: "again" }, 0);
    expect(serve(queue)).toBe("again");
  });

  it("what this host cannot run does not stand in the way", () => {
    const queue = queueOf(
      job("other", "u", { workflow: "x", priority: 0 }),
      job("mine", "u", { priority: 3 }),
    );
    expect(order(queue, 2)).toEqual(["mine", null]);
  });

  it("a job that must wait is begun when its time comes, before those that came later", () => {
    const queue = createJobQueue();
    addJob(queue, job("wait", "u", { notBeforeMs: 500 }), 0);
    addJob(queue, job("two", "u"), 0);
    addJob(queue, job("three", "u"), 0);
    expect(serve(queue, {}, 499)).toBe("two");
    expect(serve(queue, {}, 500)).toBe("wait");
  });

  it("a job stands once, can be taken out at any stage, and leaves nothing behind", () => {
    const queue = queueOf(job("x", "u"), job("x", "u"), job("later", "u", { notBeforeMs: 9 }));
    expect(queue.jobs.size).toBe(2);
    expect(removeJob(queue, "x")?.id).toBe("x");
    expect(removeJob(queue, "x")).toBeNull();
    expect(removeJob(queue, "later")?.id).toBe("later");
    expect(serve(queue, {}, 100)).toBeNull();
    sweepQueue(queue, 1e9);
    expect([queue.users.size, queue.jobs.size, queue.later.size]).toEqual([0, 0, 0]);
  });

  it("a marked one is for hosts that can mark, and holds nobody up elsewhere", () => {
    const marked = job("x", "u", { isMarked: true });
    const queue = queueOf(marked, job("y", "u"), job("z", "v", { isMarked: true, avoid: ["a"] }));
    expect(serve(queue)).toBe("y");
    expect(serve(queue)).toBeNull();
    const needs: unknown[] = [];
    const isOthers: JobAsk["isOthers"] = ({ isMarked }) => needs.push(isMarked) > 0 && isMarked !== true;
    expect([serve(queue, { marks: true, isOthers }), serve(queue, { marks: true, isOthers })]).toEqual([
      "z",
      "x",
    ]);
    expect(needs).toEqual([true]);
    const host = { slots: 1, speed: 1, workflows: new Set(["m"]), busyMs: 0 };
    const waiting = queueOf(marked);
    expect(jobPosition(waiting, marked, [host]).etaMs).toBeNull();
    expect(jobPosition(waiting, marked, [host, { ...host, marks: true }]).etaMs).toBe(1000);
  });
});

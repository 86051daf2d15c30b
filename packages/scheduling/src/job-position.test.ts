import { describe, expect, it } from "vitest";
import { jobPosition } from "./job-position.ts";
import { addJob, createJobQueue, type JobQueue, type QueuedJob } from "./job-queue.ts";

const job = (id: string, userId: string, more: Partial<QueuedJob> = {}): QueuedJob => ({
  id,
  userId,
  batch: false,
  priority: 2,
  workflow: "m",
  concurrency: 4,
  expectMs: 1000,
  queuedAtMs: Number(id.replace(/\D/g, "")),
  notBeforeMs: 0,
  avoid: [],
  ...more,
});
function queueOf(...jobs: QueuedJob[]): JobQueue {
  const queue = createJobQueue();
  for (const one of jobs) addJob(queue, one, 0);
  return queue;
}
const host = (slots = 1, busyMs = 0, workflows = ["m"], speed = 1) => ({
  slots,
  speed,
  busyMs,
  workflows: new Set(workflows),
});

describe("where a job stands", () => {
  it("of each other user as many go before it as of its own", () => {
    const many = Array.from({ length: 100 }, (_, at) => job(`u${at}`, "u"));
    const first = job("v0", "v");
    const third = job("v2", "v");
    const queue = queueOf(...many, first, job("v1", "v"), third);
    expect(jobPosition(queue, first, [host()])).toEqual({ ahead: 1, etaMs: 2000 });
    expect(jobPosition(queue, third, [host()])).toEqual({ ahead: 5, etaMs: 6000 });
  });

  it("better plans go before it, batch work does not", () => {
    const mine = job("v0", "v");
    const queue = queueOf(
      mine,
      job("b0", "b", { batch: true }),
      job("p0", "p", { priority: 0 }),
      job("p1", "p", { priority: 0 }),
    );
    expect(jobPosition(queue, mine, [host()]).ahead).toBe(2);
  });

  it("its time leaves out hosts that cannot run it, and what they do", () => {
    const mine = job("v0", "v");
    const queue = queueOf(mine, job("x0", "x", { workflow: "other", expectMs: 99_000 }));
    expect(jobPosition(queue, mine, [host(8, 0, ["other"]), host(2, 3000)])).toEqual({
      ahead: 0,
      etaMs: 2000,
    });
    expect(jobPosition(queue, mine, [host(8, 0, ["other"])])).toEqual({ ahead: 0, etaMs: null });
  });

  it("a host that was measured to be slower takes longer", () => {
    const mine = job("v0", "v");
    expect(jobPosition(queueOf(mine), mine, [host(1, 0, ["m"], 0.5)]).etaMs).toBe(2000);
    expect(jobPosition(queueOf(mine), mine, [host(1, 0, ["m"], 0.5), host(1, 1000, ["m"], 1)]).etaMs).toBe(
      1333,
    );
  });

  it("it takes its own time at least", () => {
    const mine = job("v0", "v", { expectMs: 5000 });
    expect(jobPosition(queueOf(mine), mine, [host(16)])).toEqual({ ahead: 0, etaMs: 5000 });
  });
});

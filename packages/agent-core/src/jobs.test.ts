import { describe, expect, it } from "vitest";
import type { AgentEffect } from "./step.ts";
import { Gpu, brief, started } from "./test-kit.ts";

const STEP_MS = 1000;
const FRAME_MS = 600;

function host(slots: number, ...keys: string[]): Gpu {
  const gpu = new Gpu(slots, FRAME_MS);
  gpu.join(...keys);
  return gpu;
}
const wants = (gpu: Gpu, slot = 0, loads = false): AgentEffect<null>[] =>
  gpu.do({ type: "job_wants", slot, key: `job-${slot}`, loads });
const jobs = (effects: AgentEffect<null>[]): string[] =>
  brief(effects).filter((text) => text.startsWith("job_"));
/** Ink every quarter of a second, each picture made, and then none. */
function burst(gpu: Gpu, key: string, strokes: number): void {
  for (let at = 0; at < strokes; at++) {
    gpu.frame(key);
    gpu.pass(250);
    gpu.finish();
  }
}

describe("queued work beside live drawing", () => {
  it("has the GPU at once where nobody draws", () => {
    const gpu = host(1);
    expect(jobs(wants(gpu))).toEqual(["job_go job-0"]);
  });

  it("has it where somebody looks on and has not drawn yet", () => {
    const gpu = host(1, "a");
    expect(jobs(wants(gpu))).toEqual(["job_go job-0"]);
  });

  it("stands aside when ink comes, and no picture is begun before it has left", () => {
    const gpu = host(1, "a");
    wants(gpu);
    gpu.pass(300);
    const inked = gpu.frame("a");
    expect(jobs(inked)).toEqual(["job_aside job-0"]);
    expect(started(inked)).toEqual([]);
    gpu.pass(700);
    // Newer ink while it leaves: the first picture shows it too.
    gpu.frame("a");
    expect(started(gpu.do({ type: "job_left", slot: 0 }))).toEqual(["a"]);
  });

  it("is asked to leave once, however much ink comes", () => {
    const gpu = host(1, "a");
    wants(gpu);
    expect(jobs(gpu.frame("a"))).toEqual(["job_aside job-0"]);
    expect(jobs([...gpu.ready("a"), ...gpu.frame("a"), ...gpu.pass(900)])).toEqual([]);
  });

  it("goes on when the pen rests: after a step's time where the hand is not known", () => {
    const gpu = host(1, "a");
    burst(gpu, "a", 4);
    const restedAtMs = gpu.nowMs - 250;
    expect(jobs(wants(gpu))).toEqual([]);
    const [go] = gpu.pass(5000).filter(({ type }) => type === "job_go");
    expect(go?.atMs).toBe(restedAtMs + STEP_MS);
  });

  it("goes on at once by a hand that always rests long, and waits out the pauses of one that does not", () => {
    const restful = host(1, "a");
    for (let round = 0; round < 4; round++) {
      burst(restful, "a", 6);
      restful.pass(4000);
    }
    burst(restful, "a", 6);
    expect(jobs(wants(restful))).toEqual(["job_go job-0"]);

    const restless = host(1, "a");
    for (let round = 0; round < 20; round++) {
      burst(restless, "a", 1);
      restless.pass(1000);
    }
    burst(restless, "a", 1);
    wants(restless);
    // It has always drawn on after a second and a quarter: no step would be done by then.
    const [go] = restless.pass(5000).filter(({ type }) => type === "job_go");
    expect(go?.atMs).toBeGreaterThanOrEqual(restless.nowMs - 5000 + 1000);
  });

  it("is not held up again by the same rest, from step to step and from job to job", () => {
    const gpu = host(1, "a");
    burst(gpu, "a", 4);
    gpu.pass(2000);
    expect(jobs(wants(gpu))).toEqual(["job_go job-0"]);
    gpu.pass(STEP_MS);
    gpu.do({ type: "job_step", slot: 0 });
    gpu.do({ type: "job_left", slot: 0 });
    expect(jobs(wants(gpu))).toEqual(["job_go job-0"]);
  });

  it("makes way for whatever live work there is: sharper pictures, variations", () => {
    for (const work of ["refine", "variation"] as const) {
      const gpu = host(1, "a");
      wants(gpu);
      expect(jobs(gpu.frame("a", work)), work).toEqual(["job_aside job-0"]);
      expect(started(gpu.do({ type: "job_left", slot: 0 })), work).toEqual(["a"]);
    }
  });

  it("loads a model only in a rest longer than loading takes", () => {
    const gpu = host(1, "a");
    for (let round = 0; round < 4; round++) {
      burst(gpu, "a", 6);
      gpu.pass(4000);
    }
    burst(gpu, "a", 6);
    wants(gpu, 0, true);
    expect(jobs(gpu.pass(9000))).toEqual([]);
    expect(jobs(gpu.pass(2000))).toEqual(["job_go job-0"]);
    const alone = host(1);
    expect(jobs(wants(alone, 0, true))).toEqual(["job_go job-0"]);
  });

  it("goes to another host when nobody rests for a minute", () => {
    const gpu = host(1, "a");
    gpu.frame("a");
    wants(gpu);
    const effects: AgentEffect<null>[] = [];
    for (let at = 0; at < 130; at++) {
      effects.push(...gpu.pass(500), ...gpu.finish(), ...gpu.frame("a"));
    }
    expect(jobs(effects)).toEqual(["job_return job-0"]);
    expect(gpu.state.slots[0]?.job).toBeNull();
  });

  /** Each job is followed by a live picture that takes eight seconds, and one that takes its time. */
  const pushedOff = () => {
    const gpu = host(1, "a");
    for (let round = 0; round < 4; round++) {
      gpu.pass(20_000);
      wants(gpu);
      gpu.do({ type: "job_step", slot: 0 });
      gpu.frame("a");
      gpu.do({ type: "job_left", slot: 0 });
      gpu.pass(8000);
      gpu.finish();
      gpu.frame("a");
      gpu.pass(FRAME_MS);
      gpu.finish();
    }
    gpu.pass(20_000);
    return gpu;
  };

  it("stays away from drawers where it pushes their model off the device", () => {
    const gpu = pushedOff();
    expect(jobs(wants(gpu))).toEqual([]);
    expect(jobs(gpu.do({ type: "left", key: "a" }))).toEqual(["job_go job-0"]);
  });

  it("tries again after ten minutes: what was measured may have been a bad moment", () => {
    const gpu = pushedOff();
    expect(jobs(wants(gpu))).toEqual([]);
    gpu.do({ type: "job_over", slot: 0 });
    gpu.pass(600_000);
    expect(jobs(wants(gpu))).toEqual(["job_go job-0"]);
  });

  it("leaves a GPU to everybody who draws, and takes the others", () => {
    const gpu = host(3, "a", "b");
    gpu.frame("a");
    gpu.frame("b");
    expect([0, 1, 2].map((slot) => jobs(wants(gpu, slot)))).toEqual([[], [], ["job_go job-2"]]);
    gpu.pass(FRAME_MS);
    // Between two strokes of theirs their GPUs stay free.
    expect(jobs([...gpu.finish(0), ...gpu.finish(1)])).toEqual([]);
    // Somebody else comes: the one that is beyond the drawers' share is left.
    gpu.join("c");
    expect(jobs([...gpu.frame("c"), ...gpu.frame("a"), ...gpu.frame("b")])).toEqual(["job_aside job-2"]);
  });

  it("that is over or unknown is nothing to stop", () => {
    const gpu = host(1, "a");
    wants(gpu);
    gpu.do({ type: "job_over", slot: 0 });
    for (const type of ["job_step", "job_left", "job_over"] as const) gpu.do({ type, slot: 0 });
    gpu.do({ type: "job_wants", slot: 7, key: "x", loads: false });
    expect(started(gpu.frame("a"))).toEqual(["a"]);
  });
});

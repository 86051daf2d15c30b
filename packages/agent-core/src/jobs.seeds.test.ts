/** Hands and queued work at random on one host: what must hold whatever they do. */
import { describe, expect, it } from "vitest";
import type { AgentEffect, AgentEvent } from "./step.ts";
import { Gpu } from "./test-kit.ts";

const RUNS = 150;
const FOR_MS = 60_000;
/** What the shell takes to end a prompt. */
const LEAVES_WITHIN_MS = 1;

function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Gpus {
  live: boolean;
  job: "none" | "waiting" | "running" | "leaving";
  stepsLeft: number;
}

/** Plays one host; problems in words. */
function play(seed: number): { problems: string[]; jobSteps: number; pictures: number; worstMs: number } {
  const random = chance(seed);
  const slots = 1 + Math.floor(random() * 2);
  const seats = 1 + Math.floor(random() * 3);
  const stepMs = 100 + random() * 1500;
  const frameMs = 100 + random() * 900;
  const gpu = new Gpu(slots, frameMs);
  const hands: Gpus[] = Array.from({ length: slots }, () => ({ live: false, job: "none", stepsLeft: 0 }));
  const due: { atMs: number; fire: () => void }[] = [];
  const after = (ms: number, fire: () => void): void => void due.push({ atMs: gpu.nowMs + ms, fire });
  const result = { problems: [] as string[], jobSteps: 0, pictures: 0, worstMs: 0 };
  const note = (text: string): void => void result.problems.push(`${seed}: ${Math.round(gpu.nowMs)} ${text}`);
  const inked = new Map<string, number>();

  const say = (event: AgentEvent<null>): void => hear(gpu.do(event));
  const hear = (effects: readonly AgentEffect<null>[]): void => {
    for (const effect of effects) {
      const slot = "slot" in effect ? hands[effect.slot] : undefined;
      if (!slot || !("slot" in effect)) continue;
      if (effect.type === "start") {
        if (slot.live || slot.job === "running" || slot.job === "leaving")
          note(`a picture is begun on a GPU that has ${slot.live ? "one" : slot.job}`);
        slot.live = true;
        const { key } = effect;
        result.worstMs = Math.max(result.worstMs, gpu.nowMs - (inked.get(key) ?? gpu.nowMs));
        inked.delete(key);
        after(frameMs * (0.8 + 0.4 * random()), () => {
          slot.live = false;
          result.pictures += 1;
          say({ type: "finished", slot: effect.slot, ok: random() < 0.98 });
        });
      } else if (effect.type === "job_go") {
        if (slot.live || slot.job !== "waiting") note(`a job may go on a GPU that has ${slot.job}`);
        slot.job = "running";
        stepOn(effect.slot);
      } else if (effect.type === "job_aside") {
        if (slot.job !== "running") note(`a job that is ${slot.job} is asked to leave`);
        slot.job = "leaving";
      } else if (effect.type === "job_return") {
        if (slot.job !== "waiting") note(`a job that is ${slot.job} is given back`);
        slot.job = "none";
        after(random() * 2000, () => begin(effect.slot));
      }
    }
  };
  const begin = (index: number): void => {
    const slot = hands[index];
    if (!slot || slot.job !== "none") return;
    slot.job = "waiting";
    slot.stepsLeft = 1 + Math.floor(random() * 20);
    say({ type: "job_wants", slot: index, key: `job ${index}`, loads: random() < 0.05 });
  };
  const stepOn = (index: number): void => {
    const slot = hands[index];
    after(stepMs, () => {
      if (!slot) return;
      result.jobSteps += 1;
      slot.stepsLeft -= 1;
      say({ type: "job_step", slot: index });
      if (slot.job === "running" && slot.stepsLeft > 0) return stepOn(index);
      after(LEAVES_WITHIN_MS, () => {
        const isOver = slot.stepsLeft <= 0;
        slot.job = isOver ? "none" : "waiting";
        say({ type: "job_left", slot: index });
        if (isOver) after(1, () => begin(index));
        else say({ type: "job_wants", slot: index, key: `job ${index}`, loads: false });
      });
    });
  };

  for (let seat = 0; seat < seats; seat++) {
    const key = `s${seat}`;
    say({ type: "joined", key });
    const beatMs = 100 + random() * 600;
    const restMs = random() * 8000;
    const draw = (strokes: number): void => {
      if (!inked.has(key)) inked.set(key, gpu.nowMs);
      hear(random() < 0.5 ? gpu.frame(key) : [...gpu.ready(key), ...gpu.frame(key)]);
      if (strokes > 0) after(beatMs, () => draw(strokes - 1));
      else after(restMs * (0.5 + random()), () => draw(Math.floor(random() * 30)));
    };
    after(random() * 5000, () => draw(10));
    if (random() < 0.2) after(random() * FOR_MS, () => say({ type: "left", key }));
  }
  for (let index = 0; index < slots; index++) after(random() * 1000, () => begin(index));

  while (gpu.nowMs < FOR_MS && result.problems.length === 0) {
    due.sort((a, b) => a.atMs - b.atMs);
    const next = due.shift();
    if (!next) break;
    hear(gpu.pass(Math.max(0, next.atMs - gpu.nowMs)));
    next.fire();
  }
  // Nobody waits for queued work longer than a step, beside those who draw on the same GPUs.
  const boundMs = stepMs + LEAVES_WITHIN_MS + 1.2 * frameMs * (Math.ceil(seats / slots) + 1);
  if (result.worstMs > boundMs)
    note(`ink waited ${Math.round(result.worstMs)} ms, more than ${Math.round(boundMs)}`);
  return result;
}

describe("queued work beside hands at random", () => {
  it(
    `never shares a GPU, never makes ink wait longer than a step, in ${RUNS} runs`,
    { timeout: 60_000 },
    () => {
      const runs = Array.from({ length: RUNS }, (_, seed) => play(seed + 1));
      expect(runs.flatMap(({ problems }) => problems)).toEqual([]);
      expect(runs.reduce((sum, { jobSteps }) => sum + jobSteps, 0)).toBeGreaterThan(RUNS);
      expect(runs.reduce((sum, { pictures }) => sum + pictures, 0)).toBeGreaterThan(RUNS);
    },
  );
});

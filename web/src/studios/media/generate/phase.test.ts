import { expect, test } from "vitest";
import { heard, NOTHING_TOLD, phaseOf, shareOf, type Told } from "./phase.ts";

const QUEUED = {
  state: "queued",
  queue: { ahead: 3, etaMs: 9000, waitingFor: "turn" },
  progress: null,
} as const;
const said = (...events: [type: string, data: unknown][]): Told =>
  events.reduce((told, [type, data]) => heard(told, type, data), NOTHING_TOLD);

test("events know more of what goes on, and nothing of ends", () => {
  expect(phaseOf(QUEUED, NOTHING_TOLD)).toEqual({
    state: "queued",
    ahead: 3,
    etaMs: 9000,
    isHostless: false,
  });
  expect(phaseOf(QUEUED, said(["queued", { ahead: 1, etaMs: null }]))).toMatchObject({
    ahead: 1,
    etaMs: 9000,
  });
  const running = said(["running", {}], ["progress", { output: 1, step: 2, steps: 4, paused: true }]);
  expect(phaseOf(QUEUED, running)).toEqual({
    state: "running",
    progress: { output: 1, step: 2, steps: 4, paused: true },
    preview: null,
  });
  for (const state of ["succeeded", "failed", "cancelled"] as const)
    expect(phaseOf({ state, queue: null, progress: null }, running)).toEqual({ state });
});

test("nobody who can make it is told as long as no time is", () => {
  const waits = { ...QUEUED, queue: { ahead: 0, etaMs: null, waitingFor: "host" } } as const;
  expect(phaseOf(waits, NOTHING_TOLD)).toMatchObject({ isHostless: true });
  expect(phaseOf(waits, said(["queued", { ahead: 0, etaMs: 4000 }]))).toMatchObject({ isHostless: false });
});

test("a host that was lost puts it back in line, and its preview is gone", () => {
  const told = said(["preview", { output: 0, image: "data:x" }], ["queued", { ahead: null, etaMs: null }]);
  expect(told).toEqual({ ...NOTHING_TOLD, state: "queued" });
});

test("what is not understood changes nothing", () => {
  const told = said(["running", {}]);
  for (const [type, data] of [
    ["progress", { output: "1" }],
    ["preview", null],
    ["surprise", { state: "x" }],
    ["progress", "x"],
  ] as const)
    expect(heard(told, type, data)).toEqual(told);
});

test("four pictures are one whole", () => {
  expect(shareOf({ output: 2, step: 2, steps: 4, paused: false }, 4)).toBe(0.625);
  expect(shareOf({ output: 0, step: 5, steps: 0, paused: false }, 1)).toBe(1);
});

import { LIVE_GRACE_WINDOWS } from "@llamasketch/contract";
import { expect, it } from "vitest";
import { createMeter, spentCredits, type MeteredPicture } from "./state.ts";
import { nextDeadlineMs, step, windowOf } from "./step.ts";
import type { MeterEvent } from "./events.ts";
import { TestLedger } from "./test-ledger.ts";

const SEEDS = 300;
const FOR_MS = 600_000;

/** Drawing, storing that fails, a ledger that is late or loses its answers, and deaths at any moment. */
function live(seed: number): { ledger: TestLedger; problems: string[] } {
  let dice = seed * 2_654_435_761;
  const random = (): number => {
    dice = (Math.imul(dice ^ (dice >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    return dice / 2 ** 32;
  };
  const ledger = new TestLedger(Math.floor(random() * 60));
  const problems: string[] = [];
  /** The media store and the rows of pictures: what outlives a life. */
  const stored: MeteredPicture[] = [];
  let state = createMeter(1, 0);
  let life = 0;
  let nowMs = 1000;
  let pictures = 0;
  const later: { atMs: number; life: number; run: () => void }[] = [];
  const after = (ms: number, run: () => void): void =>
    void later.push({ atMs: nowMs + Math.ceil(ms), life, run });
  const say = (event: MeterEvent): void => {
    for (const effect of step(state, event, nowMs)) {
      if (effect.type === "keepNewest") keep(effect.windowMs, true);
      if (effect.type !== "turn") continue;
      const { seq, begin, pictures: manifest } = effect;
      const isLost = random() < 0.1;
      if (random() < 0.1) {
        after(200, () => say({ type: "turnFailed", seq }));
        continue;
      }
      after(random() < 0.1 ? 20_000 : random() * 200, () => {
        const outcome = ledger.turn(seq, begin, manifest, nowMs);
        if (isLost) return say({ type: "turnFailed", seq });
        say({ type: "turned", seq, outcome });
      });
    }
    if (state.grace > LIVE_GRACE_WINDOWS + 1) problems.push(`${nowMs}: ${state.grace} windows on credit`);
  };
  const keep = (windowMs: number | null, isAsked = false): void => {
    if (!isAsked) say({ type: "keeping", windowMs });
    const pictureId = `pic_${++pictures}`;
    after(random() * 1500, () => {
      if (random() < 0.1) return say({ type: "unstored", windowMs });
      const picture = { pictureId, kind: "live", epoch: 1, version: 1, windowMs };
      stored.push(picture);
      say({ type: "stored", picture });
    });
  };
  const die = (): void => {
    life += 1;
    const last = ledger.last;
    state = createMeter((last?.seq ?? 0) + 1, ledger.captured);
    say({
      type: "recovered",
      nextSeq: (last?.seq ?? 0) + 1,
      held: last?.held ?? 0,
      beganAtMs: last?.atMs ?? nowMs,
      captured: ledger.captured,
      available: ledger.free,
      lastWindowMs: last?.lastWindowMs ?? -1,
      pictures: stored.filter(({ windowMs }) => windowMs !== null && windowMs > (last?.lastWindowMs ?? -1)),
    });
  };
  let inkAtMs = nowMs;
  const endMs = nowMs + FOR_MS;
  while (nowMs < endMs + 120_000) {
    const due = nextDeadlineMs(state);
    const [next] = later.toSorted((a, b) => a.atMs - b.atMs);
    const times = [nowMs < endMs ? inkAtMs : Infinity, due ?? Infinity, next?.atMs ?? Infinity];
    const atMs = Math.min(...times);
    if (atMs === Infinity) break;
    nowMs = Math.max(nowMs + (due === atMs ? 1 : 0), atMs);
    if (next && next.atMs === atMs) {
      later.splice(later.indexOf(next), 1);
      if (next.life === life) next.run();
    } else if (due === atMs) say({ type: "tick" });
    else {
      inkAtMs = nowMs + Math.ceil(random() < 0.05 ? 15_000 : 200 + random() * 1500);
      if (random() < 0.01) die();
      say({ type: "drawn" });
      if (state.paused === null && random() < 0.9) {
        say({ type: "shown" });
        if (random() < 0.5) keep(windowOf(state, nowMs));
      }
      if (spentCredits(state) < ledger.captured && !state.turn)
        problems.push(`${nowMs}: shows less than was paid`);
    }
  }
  const manifested = new Set(
    ledger.rows.flatMap(({ pictures: list }) => list.flatMap(({ windowMs }) => windowMs ?? [])),
  );
  const missing = stored.filter(({ windowMs }) => windowMs !== null && !manifested.has(windowMs));
  if (missing.length > 0) problems.push(`${missing.length} stored pictures in no manifest`);
  if (ledger.last && ledger.last.held > 0) problems.push("a hold is open at the end");
  if (state.turn) problems.push("a turn waits at the end");
  if (spentCredits(state) !== ledger.captured)
    problems.push(`shows ${spentCredits(state)} spent, the ledger captured ${ledger.captured}`);
  if (ledger.free < 0) problems.push("overdrawn");
  return { ledger, problems };
}

it(`[LM1 LM2 LM3 LM4 LM5 LM6 LM7 LM8 LM9 LM10 LM11] ${SEEDS} sessions with deaths, lost answers and failed stores: every hold ends, captured is what manifests price to`, () => {
  let captured = 0;
  let writtenOff = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { ledger, problems } = live(seed);
    expect(problems, `seed ${seed}`).toEqual([]);
    captured += ledger.captured;
    writtenOff += ledger.rows.reduce((sum, row) => sum + row.writtenOff, 0);
  }
  expect(captured).toBeGreaterThan(SEEDS * 5);
  // What is given away stays small: windows begun while the ledger was silent or a life was lost.
  expect(writtenOff).toBeLessThan(captured * 0.2);
});

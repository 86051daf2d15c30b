import {
  LIVE_GRACE_WINDOWS,
  LIVE_HOLD_MS,
  LIVE_IDLE_MS,
  LIVE_WINDOW_MS,
  type PauseReason,
} from "@llamasketch/contract";
import type { MeterEffect, MeterEvent } from "./events.ts";
import { paidWindows, spentCredits, type MeteredPicture, type MeterState } from "./state.ts";

/** The ledger is asked again after this long without an answer, doubled with every try. */
const RETRY_MS = 500;
const RETRY_MAX_MS = 30_000;

/**
 * The meter of one live session. Rules (LM1 …) are numbered in `docs/live-protocol.md`. Changes `state`; what the world has
 * to do comes back as effects.
 */
export function step(state: MeterState, event: MeterEvent, nowMs: number): MeterEffect[] {
  const effects: MeterEffect[] = [];
  const before = { spent: spentCredits(state), available: state.available };
  perform(state, event, nowMs, effects);
  endWindows(state, nowMs, effects);
  turnWhenDue(state, nowMs, effects);
  if (event.type === "drawn") gate(state, nowMs, effects);
  if (spentCredits(state) !== before.spent || state.available !== before.available)
    effects.push({ type: "changed" });
  return effects;
}

function perform(state: MeterState, event: MeterEvent, nowMs: number, effects: MeterEffect[]): void {
  switch (event.type) {
    case "drawn":
      state.busyAtMs = nowMs;
      return;
    case "shown":
      state.busyAtMs = nowMs;
      return shown(state, nowMs);
    case "keeping":
      return noteKeeping(state, event.windowMs, 1);
    case "stored":
      noteKeeping(state, event.picture.windowMs, -1);
      return stored(state, event.picture);
    case "unstored":
      return noteKeeping(state, event.windowMs, -1);
    case "turned":
      return turned(state, event, nowMs, effects);
    case "turnFailed":
      if (state.turn?.seq === event.seq) state.turn.isWaiting = false;
      return;
    case "recovered":
      return recovered(state, event);
    case "stopAt":
      state.stopAt = event.credits;
      effects.push({ type: "changed" });
      if (state.paused === "limit" && !atLimit(state)) resume(state, effects);
      return;
    case "toppedUp":
      if (event.available !== null) state.available = event.available;
      // A turn would begin nothing, and still be a row.
      if (event.available === 0) return;
      state.mayAskAgain = true;
      if (state.paused === "no_credits") sayTurn(state, true, nowMs, effects);
      return;
    case "closing":
      // Nothing is begun any more.
      state.busyAtMs = null;
      if (state.block || state.pictures.length > 0) sayTurn(state, false, nowMs, effects);
      return;
    case "tick":
      return;
  }
}

/** The window that a picture shown now belongs to (Unix ms of its beginning); null where none runs. */
export const windowOf = (state: MeterState, nowMs: number): number | null =>
  isOpen(state, nowMs) ? (state.window?.startMs ?? null) : null;

/** When `tick` is due; null while nothing is owed. */
export function nextDeadlineMs(state: MeterState): number | null {
  const { block, turn, unpaid, window, busyAtMs } = state;
  const due: number[] = [];
  const open = window && unpaid.get(window.startMs);
  // A picture on its way decides; its end is an event of its own.
  if (open && !open.isAsked && open.keeping === 0) due.push(window.startMs + LIVE_WINDOW_MS);
  if (turn) due.push(turn.saidAtMs + retryMs(turn.tries));
  else if (block || state.pictures.length > 0) {
    if (block) due.push(rotateAtMs(block));
    if (busyAtMs !== null && unpaid.size === 0) due.push(busyAtMs + LIVE_IDLE_MS);
  }
  return due.length === 0 ? null : Math.min(...due);
}

const retryMs = (tries: number): number => Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** tries);
const rotateAtMs = ({ beganAtMs, expiresAtMs }: { beganAtMs: number; expiresAtMs: number }): number =>
  Math.min(beganAtMs + LIVE_HOLD_MS / 2, expiresAtMs);

const isOpen = ({ window }: MeterState, nowMs: number): boolean =>
  window !== null && nowMs >= window.startMs && nowMs < window.startMs + LIVE_WINDOW_MS;

/** LM1: the first picture shown while no window runs begins one. */
function shown(state: MeterState, nowMs: number): void {
  if (isOpen(state, nowMs)) return;
  // Two windows never have one name, also where the clock went back.
  const startMs = Math.max(nowMs, (state.window?.startMs ?? -1) + 1, state.lastWindowMs + 1);
  const isCovered = windowsLeft(state) > 0;
  if (!isCovered) state.grace += 1;
  state.window = { startMs, isCovered };
  state.unpaid.set(startMs, { keeping: 0, isAsked: false });
}

function noteKeeping({ unpaid }: MeterState, windowMs: number | null, by: 1 | -1): void {
  const open = windowMs === null ? undefined : unpaid.get(windowMs);
  if (open) open.keeping += by;
}

/** LM2: the first picture stored of a window pays for it; there is no second payment. */
function stored(state: MeterState, picture: MeteredPicture): void {
  state.pictures.push(picture);
  if (picture.windowMs !== null) state.unpaid.delete(picture.windowMs);
}

/** LM3: a window that ended with something shown, nothing stored and nothing on its way has its newest picture stored. */
function endWindows({ unpaid }: MeterState, nowMs: number, effects: MeterEffect[]): void {
  for (const [windowMs, open] of unpaid) {
    if (nowMs < windowMs + LIVE_WINDOW_MS || open.keeping > 0) continue;
    if (open.isAsked) {
      // It could not be stored: it is free.
      unpaid.delete(windowMs);
      continue;
    }
    open.isAsked = true;
    open.keeping += 1;
    effects.push({ type: "keepNewest", windowMs });
  }
}

/** Windows that may still be begun on what is held. */
const windowsLeft = ({ block, pictures, lastWindowMs, unpaid }: MeterState): number =>
  block ? block.held - paidWindows(pictures, lastWindowMs) - unpaid.size : 0;

const atLimit = (state: MeterState): boolean =>
  state.stopAt !== null && spentCredits(state) + state.unpaid.size >= state.stopAt;

/** LM4 to LM7: when the ledger is spoken to. */
function turnWhenDue(state: MeterState, nowMs: number, effects: MeterEffect[]): void {
  const { turn, block, pictures } = state;
  if (turn) return repeatWhenDue(state, nowMs, effects);
  const isBusy = state.busyAtMs !== null && nowMs < state.busyAtMs + LIVE_IDLE_MS;
  const isQuiet = !isBusy && state.unpaid.size === 0;
  if (!block) {
    if (isBusy && state.mayAskAgain && !atLimit(state)) sayTurn(state, true, nowMs, effects);
    else if (isQuiet && pictures.length > 0) sayTurn(state, false, nowMs, effects);
    return;
  }
  if (isQuiet) return sayTurn(state, false, nowMs, effects);
  const isUsedUp = paidWindows(pictures, state.lastWindowMs) >= block.held;
  if (isUsedUp || nowMs >= rotateAtMs(block)) sayTurn(state, isBusy && !atLimit(state), nowMs, effects);
}

function sayTurn(state: MeterState, begin: boolean, nowMs: number, effects: MeterEffect[]): void {
  if (state.turn) return;
  const { block, nextSeq: seq, lastWindowMs } = state;
  // Where nothing is held, what is stored already is paid by the block that begins.
  const pictures = begin && !block ? [] : state.pictures;
  const windows = paidWindows(pictures, lastWindowMs);
  const held = block?.held ?? 0;
  state.turn = { seq, begin, pictures, windows, held, saidAtMs: nowMs, tries: 0, isWaiting: true };
  // What is stored from now on belongs to the next turn: this one is said again as it is.
  if (pictures === state.pictures) state.pictures = [];
  state.block = null;
  state.lastWindowMs = Math.max(lastWindowMs, ...pictures.map(({ windowMs }) => windowMs ?? -1));
  effects.push({ type: "turn", seq, begin, pictures });
}

function repeatWhenDue({ turn }: MeterState, nowMs: number, effects: MeterEffect[]): void {
  if (!turn || nowMs < turn.saidAtMs + retryMs(turn.tries)) return;
  turn.tries += 1;
  turn.saidAtMs = nowMs;
  // One question at a time: while the last one is on its way, it is waited for.
  if (turn.isWaiting) return;
  turn.isWaiting = true;
  effects.push({ type: "turn", seq: turn.seq, begin: turn.begin, pictures: turn.pictures });
}

function turned(
  state: MeterState,
  { seq, outcome }: Extract<MeterEvent, { type: "turned" }>,
  nowMs: number,
  effects: MeterEffect[],
): void {
  const { turn, window } = state;
  if (turn?.seq !== seq) return;
  state.turn = null;
  state.nextSeq = seq + 1;
  state.grace = 0;
  state.captured += outcome.captured;
  state.available = outcome.available;
  const { held, expiresAtMs } = outcome;
  state.block = held > 0 ? { held, beganAtMs: nowMs, expiresAtMs } : null;
  if (held > 0) {
    state.mayAskAgain = true;
    if (state.paused === "no_credits" || state.paused === "ledger_stalled") resume(state, effects);
  } else if (turn.begin) {
    state.mayAskAgain = false;
    // A window that something was held for is drawn to its end.
    if (!(isOpen(state, nowMs) && window?.isCovered)) pause(state, "no_credits", effects);
  }
}

/** LM11: what another life of this session held is ended before anything of this one is begun. */
function recovered(state: MeterState, event: Extract<MeterEvent, { type: "recovered" }>): void {
  const { nextSeq, held, beganAtMs, lastWindowMs, captured, available, pictures } = event;
  const mine = state.pictures.filter(
    (picture) => !pictures.some((one) => one.pictureId === picture.pictureId),
  );
  state.turn = null;
  state.nextSeq = nextSeq;
  state.captured = captured;
  state.available = available;
  state.lastWindowMs = lastWindowMs;
  state.pictures = [...pictures, ...mine];
  // Due at once.
  state.block = held > 0 ? { held, beganAtMs, expiresAtMs: beganAtMs } : null;
}

/** LM8 to LM10: whether the ink that came may be drawn. */
function gate(state: MeterState, nowMs: number, effects: MeterEffect[]): void {
  if (state.paused !== null || isOpen(state, nowMs)) return;
  if (atLimit(state)) return pause(state, "limit", effects);
  if (windowsLeft(state) > 0) return;
  if (!state.mayAskAgain) return pause(state, "no_credits", effects);
  if (state.grace >= LIVE_GRACE_WINDOWS) pause(state, "ledger_stalled", effects);
}

function pause(state: MeterState, reason: PauseReason, effects: MeterEffect[]): void {
  if (state.paused === reason) return;
  state.paused = reason;
  effects.push({ type: "pause", reason }, { type: "changed" });
}

function resume(state: MeterState, effects: MeterEffect[]): void {
  state.paused = null;
  effects.push({ type: "resume" }, { type: "changed" });
}

import { REPEAT_MS } from "@llamasketch/contract";
import { claims } from "./plan.ts";
import {
  announceAtMs,
  estimateMs,
  leadMs,
  sample,
  type AgentFrame,
  type AgentState,
  type Seat,
} from "./state.ts";

export type AgentEvent<Ref> =
  | { type: "joined"; key: string }
  | { type: "left"; key: string }
  | { type: "ready"; key: string; refine: boolean }
  /** The session lost its memory: say again what stands. */
  | { type: "sync"; key: string }
  | { type: "frame"; key: string; frame: AgentFrame<Ref> }
  | { type: "finished"; slot: number; ok: boolean }
  | { type: "tick" };

export type AgentEffect<Ref> =
  | { type: "turn"; key: string }
  | { type: "soon"; key: string; inMs: number }
  | { type: "start"; slot: number; key: string; frame: AgentFrame<Ref> }
  | { type: "dropped"; key: string; seq: number; reason: "superseded" | "failed" };

/** Advances the schedule by one event. Mutates `state`; returns what the shell must do, in order. */
export function step<Ref>(state: AgentState<Ref>, event: AgentEvent<Ref>, nowMs: number): AgentEffect<Ref>[] {
  const effects: AgentEffect<Ref>[] = [];
  let asked: string | null = null;
  switch (event.type) {
    case "joined":
      state.seats.set(event.key, {
        key: event.key,
        ready: null,
        waiting: null,
        turn: null,
        inService: state.slots.some((slot) => slot.work?.key === event.key),
        waitingAtMs: 0,
        sinceMs: null,
        debtMs: 0,
        leadsMs: state.seats.get(event.key)?.leadsMs ?? [],
      });
      break;
    case "left":
      state.seats.delete(event.key);
      break;
    case "ready": {
      const seat = state.seats.get(event.key);
      if (!seat) break;
      // New ink ends a claim for refinement and begins one of its own.
      if (seat.ready?.refine && !event.refine && !seat.waiting) seat.sinceMs = nowMs;
      if (!seat.ready || !event.refine) seat.ready = { refine: event.refine };
      seat.sinceMs ??= nowMs;
      if (seat.turn) {
        // Said although a turn stands: the session did not hear of it.
        if (!seat.turn.announced) seat.turn = { openedAtMs: nowMs, announced: true };
        effects.push({ type: "turn", key: seat.key });
      }
      asked = event.key;
      break;
    }
    case "sync": {
      const seat = state.seats.get(event.key);
      if (seat?.turn) effects.push({ type: "turn", key: seat.key });
      break;
    }
    case "frame":
      onFrame(state, event.key, event.frame, nowMs, effects);
      asked = event.key;
      break;
    case "finished":
      onFinished(state, event.slot, event.ok, nowMs, effects);
      break;
    case "tick":
      break;
  }
  forgetSilent(state, nowMs);
  startWork(state, nowMs, effects);
  announce(state, nowMs, asked, effects);
  return effects;
}

/** The next instant at which `step({type: "tick"})` must be called, or null. */
export function nextDeadlineMs<Ref>(state: AgentState<Ref>, nowMs: number): number | null {
  let next: number | null = null;
  for (const { seat, startMs } of claims(state, nowMs)) {
    if (seat.ready && !seat.turn) next = Math.min(next ?? Infinity, announceAtMs(seat, startMs));
    else if (seat.turn?.announced && !seat.waiting) {
      const lateAtMs = seat.turn.openedAtMs + leadMs(seat);
      if (lateAtMs > nowMs) next = Math.min(next ?? Infinity, lateAtMs);
    }
  }
  return next;
}

/** What a newcomer's frame takes from asking to picture when everyone here draws, ms. */
export function expectMs<Ref>(state: AgentState<Ref>): number {
  return (estimateMs(state, "draft") * (state.seats.size + 1)) / state.slots.length;
}

function onFrame<Ref>(
  state: AgentState<Ref>,
  key: string,
  frame: AgentFrame<Ref>,
  nowMs: number,
  effects: AgentEffect<Ref>[],
): void {
  const seat = state.seats.get(key);
  if (!seat) return;
  if (seat.waiting) effects.push({ type: "dropped", key, seq: seat.waiting.seq, reason: "superseded" });
  if (seat.turn?.announced) sample(seat.leadsMs, nowMs - seat.turn.openedAtMs);
  seat.waiting = frame;
  seat.waitingAtMs = nowMs;
  seat.sinceMs ??= nowMs;
  seat.turn = null;
  seat.ready = null;
}

function onFinished<Ref>(
  state: AgentState<Ref>,
  slotIndex: number,
  ok: boolean,
  nowMs: number,
  effects: AgentEffect<Ref>[],
): void {
  const slot = state.slots[slotIndex];
  const work = slot?.work;
  if (!slot || !work) return;
  slot.work = null;
  const tookMs = nowMs - work.startedAtMs;
  const seat = state.seats.get(work.key);
  if (seat) {
    seat.inService = false;
    seat.debtMs = Math.max(0, tookMs - estimateMs(state, "draft"));
  }
  if (ok) sample(state.tookMs[work.kind], tookMs);
  else effects.push({ type: "dropped", key: work.key, seq: work.seq, reason: "failed" });
}

function startWork<Ref>(state: AgentState<Ref>, nowMs: number, effects: AgentEffect<Ref>[]): void {
  for (const [index, slot] of state.slots.entries()) {
    if (slot.work) continue;
    const next = claims(state, nowMs).find(({ seat }) => seat.waiting && !seat.inService)?.seat;
    const frame = next?.waiting;
    if (!next || !frame) return;
    const kind = frame.refine ? "refine" : "draft";
    const estimate = estimateMs(state, kind);
    next.waiting = null;
    next.inService = true;
    next.sinceMs = next.ready ? nowMs : null;
    slot.work = { key: next.key, seq: frame.seq, startedAtMs: nowMs, estimateMs: estimate, kind };
    effects.push({ type: "start", slot: index, key: next.key, frame });
  }
}

function announce<Ref>(
  state: AgentState<Ref>,
  nowMs: number,
  asked: string | null,
  effects: AgentEffect<Ref>[],
): void {
  const wanting = claims(state, nowMs);
  for (const { seat, startMs } of wanting) {
    if (seat.ready && !seat.turn && nowMs >= announceAtMs(seat, startMs))
      openTurn(seat, nowMs, true, effects);
    else if (seat.key === asked && (seat.waiting || !seat.turn)) {
      effects.push({ type: "soon", key: seat.key, inMs: startMs - nowMs });
    }
  }
  const idle = wanting.length === 0 && state.slots.some((slot) => !slot.work);
  if (!idle) return;
  for (const seat of state.seats.values()) if (!seat.turn) openTurn(seat, nowMs, false, effects);
}

/** A drawer that said "ready", was told its turn and went silent is no claim on the GPU; its turn keeps standing. */
function forgetSilent<Ref>(state: AgentState<Ref>, nowMs: number): void {
  for (const seat of state.seats.values()) {
    if (!seat.ready || !seat.turn?.announced) continue;
    if (nowMs < seat.turn.openedAtMs + 3 * leadMs(seat) + REPEAT_MS) continue;
    seat.ready = null;
    if (!seat.waiting) seat.sinceMs = null;
    seat.turn.announced = false;
  }
}

function openTurn<Ref>(
  seat: Seat<Ref>,
  nowMs: number,
  announced: boolean,
  effects: AgentEffect<Ref>[],
): void {
  seat.turn = { openedAtMs: nowMs, announced };
  effects.push({ type: "turn", key: seat.key });
}

/** How turns are given: what the agent's shell needs of a schedule. */
export interface Schedule {
  step: typeof step;
  nextDeadlineMs: typeof nextDeadlineMs;
  expectMs: typeof expectMs;
}

/** Turns announced ahead of time, in a circle. */
export const announcedTurns: Schedule = { step, nextDeadlineMs, expectMs };

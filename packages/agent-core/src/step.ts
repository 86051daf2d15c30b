import { REPEAT_MS } from "@llamasketch/contract";
import {
  jobDeadlineMs,
  noteInk,
  noteLive,
  onJob,
  shareWithJobs,
  type JobEffect,
  type JobEvent,
} from "./jobs.ts";
import { claims, wantsTurn } from "./plan.ts";
import {
  WORKS,
  announceAtMs,
  estimateMs,
  isHeld,
  leadMs,
  newSeat,
  sample,
  workOf,
  type AgentFrame,
  type AgentState,
  type Seat,
  type Work,
} from "./state.ts";
import { doom, slotsToStop, sparedSlots } from "./stops.ts";

export type AgentEvent<Ref> =
  | { type: "joined"; key: string }
  | { type: "left"; key: string }
  | { type: "ready"; key: string; work: Work }
  /** The session lost its memory: say again what stands. */
  | { type: "sync"; key: string }
  | { type: "frame"; key: string; frame: AgentFrame<Ref> }
  /** `unreadable`: it failed because its bytes cannot be decoded. */
  | { type: "finished"; slot: number; ok: boolean; unreadable?: boolean }
  /** What was asked to stop ended without a picture. */
  | { type: "stopped"; slot: number }
  | JobEvent
  | { type: "tick" };

export type AgentEffect<Ref> =
  | { type: "turn"; key: string }
  | { type: "soon"; key: string; inMs: number }
  | { type: "start"; slot: number; key: string; frame: AgentFrame<Ref> }
  /** End it at its next step, unless that is its last. */
  | { type: "stop"; slot: number; key: string; seq: number }
  | JobEffect
  | { type: "dropped"; key: string; seq: number; reason: "superseded" | "failed" | "unreadable" };

/** Advances the schedule by one event. Mutates `state`; returns what the shell must do, in order. */
export function step<Ref>(state: AgentState<Ref>, event: AgentEvent<Ref>, nowMs: number): AgentEffect<Ref>[] {
  const effects: AgentEffect<Ref>[] = [];
  let asked: string | null = null;
  switch (event.type) {
    case "joined":
      state.seats.set(event.key, newSeat(state, event.key));
      break;
    case "left":
      state.seats.delete(event.key);
      doom(state, event.key);
      break;
    case "ready": {
      const seat = state.seats.get(event.key);
      if (!seat) break;
      if (event.work === "ink") noteInk(state, seat, nowMs);
      if (event.work === "ink") moveOn(state, seat, nowMs, effects);
      if (!seat.ready || WORKS.indexOf(event.work) <= WORKS.indexOf(seat.ready.work))
        seat.ready = { work: event.work };
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
      onFinished(state, event, nowMs, effects);
      break;
    case "stopped":
      onStopped(state, event.slot, nowMs, effects);
      break;
    case "job_wants":
    case "job_step":
    case "job_left":
    case "job_over":
      onJob(state, event, nowMs);
      break;
    case "tick":
      break;
  }
  forgetSilent(state, nowMs);
  startWork(state, nowMs, effects);
  for (const slot of slotsToStop(state, nowMs)) {
    const work = state.slots[slot]?.work;
    if (work) effects.push({ type: "stop", slot, key: work.key, seq: work.frame.seq });
  }
  announce(state, nowMs, asked, effects);
  effects.push(...shareWithJobs(state, nowMs));
  return effects;
}

/** What was promised and not kept is promised anew, no oftener than this. */
const PROMISE_MIN_MS = 250;

/** The next instant at which `step({type: "tick"})` must be called, or null. */
export function nextDeadlineMs<Ref>(state: AgentState<Ref>, nowMs: number): number | null {
  let next = jobDeadlineMs(state, nowMs);
  for (const { seat, startMs } of claims(state, nowMs)) {
    if (seat.waiting && seat.promisedAtMs !== null) next = Math.min(next ?? Infinity, seat.promisedAtMs);
    if (wantsTurn(seat)) next = Math.min(next ?? Infinity, announceAtMs(seat, startMs));
    else if (seat.turn?.announced && !seat.waiting) {
      const lateAtMs = seat.turn.openedAtMs + leadMs(seat);
      if (lateAtMs > nowMs) next = Math.min(next ?? Infinity, lateAtMs);
    }
  }
  return next;
}

/** What a newcomer's frame takes from asking to picture when everyone here draws, ms. */
export function expectMs<Ref>(state: AgentState<Ref>): number {
  return (estimateMs(state, "ink") * (state.seats.size + 1)) / state.slots.length;
}

/** New ink ends whatever its session wanted of its older canvas, and begins a claim of its own. */
function moveOn<Ref>(
  state: AgentState<Ref>,
  seat: Seat<Ref>,
  nowMs: number,
  effects: AgentEffect<Ref>[],
): void {
  doom(state, seat.key);
  if (workOf(seat) === "ink") return;
  if (seat.waiting)
    effects.push({ type: "dropped", key: seat.key, seq: seat.waiting.seq, reason: "superseded" });
  seat.waiting = null;
  seat.sinceMs = nowMs;
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
  if (seat.waiting && WORKS.indexOf(frame.work) > WORKS.indexOf(seat.waiting.work)) {
    // The more urgent one waits on.
    effects.push({ type: "dropped", key, seq: frame.seq, reason: "superseded" });
    return;
  }
  if (seat.waiting) effects.push({ type: "dropped", key, seq: seat.waiting.seq, reason: "superseded" });
  if (frame.work === "ink") noteInk(state, seat, nowMs);
  if (seat.turn?.announced) sample(seat.leadsMs, nowMs - seat.turn.openedAtMs);
  if (frame.work === "ink") doom(state, key);
  seat.waiting = frame;
  seat.waitingAtMs = nowMs;
  seat.promisedAtMs = null;
  seat.sinceMs ??= nowMs;
  seat.turn = null;
  seat.ready = null;
}

function onFinished<Ref>(
  state: AgentState<Ref>,
  { slot: slotIndex, ok, unreadable = false }: Extract<AgentEvent<Ref>, { type: "finished" }>,
  nowMs: number,
  effects: AgentEffect<Ref>[],
): void {
  const slot = state.slots[slotIndex];
  const work = slot?.work;
  if (!slot || !work) return;
  slot.work = null;
  const tookMs = nowMs - work.startedAtMs;
  const kind = work.frame.work;
  const seat = state.seats.get(work.key);
  if (seat) {
    seat.inService = false;
    // What steps aside for others owes them nothing.
    if (kind === "ink" || kind === "refine") seat.debtMs = Math.max(0, tookMs - estimateMs(state, "ink"));
  }
  if (ok && !noteLive(state, slot, tookMs, nowMs)) sample(state.tookMs[kind], tookMs);
  const reason = unreadable ? "unreadable" : "failed";
  if (!ok) effects.push({ type: "dropped", key: work.key, seq: work.frame.seq, reason });
}

/** It begins anew when its turn comes again, unless its session has moved on. */
function onStopped<Ref>(
  state: AgentState<Ref>,
  slotIndex: number,
  nowMs: number,
  effects: AgentEffect<Ref>[],
): void {
  const slot = state.slots[slotIndex];
  const work = slot?.work;
  if (!slot || !work) return;
  slot.work = null;
  const { key, frame } = work;
  const seat = state.seats.get(key);
  if (seat) seat.inService = false;
  if (!seat || work.isDoomed || seat.waiting) {
    effects.push({ type: "dropped", key, seq: frame.seq, reason: "superseded" });
    return;
  }
  seat.waiting = frame;
  seat.waitingAtMs = nowMs;
  seat.promisedAtMs = nowMs;
  seat.sinceMs = nowMs;
}

function startWork<Ref>(state: AgentState<Ref>, nowMs: number, effects: AgentEffect<Ref>[]): void {
  for (const [index, slot] of state.slots.entries()) {
    if (slot.work || isHeld(slot)) continue;
    const next = claims(state, nowMs).find(({ seat }) => seat.waiting && !seat.inService)?.seat;
    const frame = next?.waiting;
    if (!next || !frame) return;
    // Ink that is on its way here must not find the GPU taken by what can wait.
    if (frame.work !== "ink" && sparedSlots(state, nowMs) <= 0) return;
    next.waiting = null;
    next.inService = true;
    next.sinceMs = next.ready ? nowMs : null;
    slot.work = {
      key: next.key,
      frame,
      startedAtMs: nowMs,
      estimateMs: estimateMs(state, frame.work),
      stopAtMs: null,
      isDoomed: false,
    };
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
    const isTurn = wantsTurn(seat) && nowMs >= announceAtMs(seat, startMs);
    if (isTurn) openTurn(seat, nowMs, true, effects);
    const isAnswer = seat.key === asked && !isTurn && (seat.waiting !== null || !seat.turn);
    if (isAnswer || isPromiseDue(seat, nowMs)) {
      effects.push({ type: "soon", key: seat.key, inMs: startMs - nowMs });
      if (seat.waiting) seat.promisedAtMs = Math.max(startMs, nowMs + PROMISE_MIN_MS);
    }
  }
  const idle = wanting.length === 0 && state.slots.some((slot) => !slot.work);
  if (!idle) return;
  for (const seat of state.seats.values()) if (!seat.turn) openTurn(seat, nowMs, false, effects);
}

const isPromiseDue = <Ref>({ waiting, promisedAtMs }: Seat<Ref>, nowMs: number): boolean =>
  waiting !== null && promisedAtMs !== null && nowMs >= promisedAtMs;

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

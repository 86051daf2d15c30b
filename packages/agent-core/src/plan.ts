import {
  WORKS,
  estimateMs,
  isHeld,
  nextStepMs,
  leadMs,
  workOf,
  type AgentState,
  type Seat,
  type Slot,
} from "./state.ts";

/** A session that wants the GPU, and when it would get it. */
export interface Claim<Ref> {
  seat: Seat<Ref>;
  startMs: number;
}

/** What is stopped ends at its next step: about then. */
const STOP_TAKES_MS = 150;

const rank = <Ref>(seat: Seat<Ref>): number => WORKS.indexOf(workOf(seat) ?? "variation");

/**
 * Everyone who wants the GPU, in the order they get it: new ink, then refinement, then variations; among alike a
 * circle. Whoever was served and wants again goes to its end, and so does whoever was idle: nobody is overtaken twice,
 * so nobody waits longer than one round. Frames that cost more than usual move their session back by the excess.
 */
export function claims<Ref>(state: AgentState<Ref>, nowMs: number): Claim<Ref>[] {
  const wanting = [...state.seats.values()].filter((seat) => seat.ready || seat.waiting);
  const place = (seat: Seat<Ref>): number => (seat.sinceMs ?? nowMs) + seat.debtMs;
  wanting.sort((a, b) => rank(a) - rank(b) || place(a) - place(b) || (a.key < b.key ? -1 : 1));
  const freeAtMs = state.slots.map((slot) => endMs(state, slot, nowMs));
  return wanting.map((seat) => {
    const first = freeAtMs.indexOf(Math.min(...freeAtMs));
    let startMs = freeAtMs[first] ?? nowMs;
    if (seat.inService) startMs = Math.max(startMs, ownEndMs(state, seat.key, nowMs));
    if (!isLate(seat, nowMs)) freeAtMs[first] = startMs + estimateMs(state, workOf(seat) ?? "ink");
    return { seat, startMs };
  });
}

/** A canvas is asked for that is more urgent than the one that waits here, or as urgent: a lesser one would replace it. */
export const wantsTurn = <Ref>({ ready, waiting, turn }: Seat<Ref>): boolean =>
  ready !== null &&
  turn === null &&
  (waiting === null || WORKS.indexOf(ready.work) <= WORKS.indexOf(waiting.work));

/** Told in good time, yet nothing came: it holds nobody up. */
export const isLate = <Ref>(seat: Seat<Ref>, nowMs: number): boolean =>
  !seat.waiting && seat.turn !== null && seat.turn.announced && nowMs >= seat.turn.openedAtMs + leadMs(seat);

function endMs<Ref>(state: AgentState<Ref>, slot: Slot<Ref>, nowMs: number): number {
  const { work, job } = slot;
  if (!work) return isHeld(slot) && job ? Math.max(nowMs, nextStepMs(state, job)) : nowMs;
  const ownMs = work.startedAtMs + work.estimateMs;
  return Math.max(nowMs, work.stopAtMs === null ? ownMs : Math.min(ownMs, work.stopAtMs + STOP_TAKES_MS));
}

function ownEndMs<Ref>(state: AgentState<Ref>, key: string, nowMs: number): number {
  const slot = state.slots.find(({ work }) => work?.key === key);
  return slot ? endMs(state, slot, nowMs) : nowMs;
}

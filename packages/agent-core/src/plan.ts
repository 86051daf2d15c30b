import { estimateMs, leadMs, type AgentState, type Seat } from "./state.ts";

/** A session that wants the GPU, and when it would get it. */
export interface Claim<Ref> {
  seat: Seat<Ref>;
  startMs: number;
}

const isRefine = <Ref>(seat: Seat<Ref>): boolean => (seat.waiting ?? seat.ready)?.refine === true;

/**
 * Everyone who wants the GPU, in the order they get it: new ink before refinement, then a circle. Whoever was served and
 * wants again goes to its end, and so does whoever was idle: nobody is overtaken twice, so nobody waits longer than one
 * round. Frames that cost more than usual move their session back by the excess.
 */
export function claims<Ref>(state: AgentState<Ref>, nowMs: number): Claim<Ref>[] {
  const wanting = [...state.seats.values()].filter((seat) => seat.ready || seat.waiting);
  const place = (seat: Seat<Ref>): number => (seat.sinceMs ?? nowMs) + seat.debtMs;
  wanting.sort(
    (a, b) => Number(isRefine(a)) - Number(isRefine(b)) || place(a) - place(b) || (a.key < b.key ? -1 : 1),
  );
  const freeAtMs = state.slots.map((slot) =>
    slot.work ? Math.max(nowMs, slot.work.startedAtMs + slot.work.estimateMs) : nowMs,
  );
  return wanting.map((seat) => {
    const first = freeAtMs.indexOf(Math.min(...freeAtMs));
    let startMs = freeAtMs[first] ?? nowMs;
    if (seat.inService) startMs = Math.max(startMs, ownEndMs(state, seat.key, nowMs));
    if (!isLate(seat, nowMs))
      freeAtMs[first] = startMs + estimateMs(state, isRefine(seat) ? "refine" : "draft");
    return { seat, startMs };
  });
}

/** Told in good time, yet nothing came: it holds nobody up. */
const isLate = <Ref>(seat: Seat<Ref>, nowMs: number): boolean =>
  !seat.waiting && seat.turn !== null && seat.turn.announced && nowMs >= seat.turn.openedAtMs + leadMs(seat);

function ownEndMs<Ref>(state: AgentState<Ref>, key: string, nowMs: number): number {
  for (const { work } of state.slots) {
    if (work?.key === key) return Math.max(nowMs, work.startedAtMs + work.estimateMs);
  }
  return nowMs;
}

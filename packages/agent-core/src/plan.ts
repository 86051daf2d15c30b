import { estimateMs, leadMs, type AgentState, type Seat } from "./state.ts";

/** A session that wants the GPU, and when it would get it. */
export interface Claim<Ref> {
  seat: Seat<Ref>;
  startMs: number;
}

const isRefine = <Ref>(seat: Seat<Ref>): boolean => (seat.waiting ?? seat.ready)?.refine === true;

/**
 * Everyone who wants the GPU, in the order they get it: new ink before refinement, then least GPU time, then longest
 * unserved. A session that was idle starts from the present virtual time, so it neither saves up nor owes.
 */
export function claims<Ref>(state: AgentState<Ref>, nowMs: number): Claim<Ref>[] {
  const wanting = [...state.seats.values()].filter((seat) => seat.ready || seat.waiting);
  wanting.sort(
    (a, b) =>
      Number(isRefine(a)) - Number(isRefine(b)) ||
      Math.max(a.tagMs, state.virtualMs) - Math.max(b.tagMs, state.virtualMs) ||
      a.servedAtMs - b.servedAtMs ||
      (a.key < b.key ? -1 : 1),
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

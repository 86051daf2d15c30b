/** Work that steps aside: variations end at their next step when ink wants their slot. */
import { claims, isLate } from "./plan.ts";
import { workOf, type AgentState, type Seat, type Slot } from "./state.ts";

type Busy<Ref> = NonNullable<Slot<Ref>["work"]>;

const stepsAside = <Ref>({ frame }: Busy<Ref>): boolean => frame.work === "variation";

/** The session drew on, or left: what shows its canvas as it was is of no use. */
export function doom<Ref>(state: AgentState<Ref>, key: string): void {
  for (const { work } of state.slots) if (work?.key === key && stepsAside(work)) work.isDoomed = true;
}

/** Which slots are to be stopped now. Marks them. */
export function slotsToStop<Ref>(state: AgentState<Ref>, nowMs: number): number[] {
  const stopped: number[] = [];
  const stop = (index: number | undefined): void => {
    const work = index === undefined ? null : state.slots[index]?.work;
    if (index === undefined || !work) return;
    work.stopAtMs = nowMs;
    stopped.push(index);
  };
  for (const [index, { work }] of state.slots.entries())
    if (work?.isDoomed && work.stopAtMs === null) stop(index);
  let free = state.slots.filter(({ work }) => !work || work.stopAtMs !== null).length;
  for (const { seat } of claims(state, nowMs)) {
    if (!wantsSlot(state, seat, nowMs)) continue;
    if (free > 0) free -= 1;
    else stop(leastLoss(state));
  }
  return stopped;
}

/** Slots that are free and not waited for: their canvases are on the way. What would step aside again is not begun there. */
export function sparedSlots<Ref>(state: AgentState<Ref>, nowMs: number): number {
  const free = state.slots.filter(({ work }) => !work).length;
  return free - claims(state, nowMs).filter(({ seat }) => wantsSlot(state, seat, nowMs)).length;
}

/** New ink that needs a slot; a drawer of whom something is made gets that one. */
function wantsSlot<Ref>({ slots }: AgentState<Ref>, seat: Seat<Ref>, nowMs: number): boolean {
  if (workOf(seat) !== "ink" || isLate(seat, nowMs)) return false;
  return !slots.some(({ work }) => work?.key === seat.key && work.stopAtMs === null);
}

/** The variation that was begun last. */
function leastLoss<Ref>({ slots }: AgentState<Ref>): number | undefined {
  const may = slots.flatMap(({ work }, index) =>
    work && stepsAside(work) && work.stopAtMs === null ? [{ index, work }] : [],
  );
  may.sort((a, b) => b.work.startedAtMs - a.work.startedAtMs);
  return may[0]?.index;
}

/** The baseline: every client keeps one frame in flight, frames are made in the order they arrive. */
import {
  estimateMs,
  sample,
  type AgentEffect,
  type AgentEvent,
  type AgentState,
  type Schedule,
} from "@llamasketch/agent-core";

function step<Ref>(state: AgentState<Ref>, event: AgentEvent<Ref>, nowMs: number): AgentEffect<Ref>[] {
  const effects: AgentEffect<Ref>[] = [];
  const seat = "key" in event ? state.seats.get(event.key) : undefined;
  const open = (key: string): void => {
    const other = state.seats.get(key);
    if (!other) return;
    other.turn = { openedAtMs: nowMs, announced: false };
    effects.push({ type: "turn", key });
  };
  if (event.type === "joined") {
    const fresh = {
      ready: null,
      waiting: null,
      waitingAtMs: 0,
      promisedAtMs: null,
      sinceMs: null,
      turn: null,
      inService: false,
      debtMs: 0,
      leadsMs: [],
      hand: { inkAtMs: null, gapsMs: [] },
    };
    state.seats.set(event.key, { key: event.key, ...fresh });
    open(event.key);
  } else if (event.type === "left") {
    state.seats.delete(event.key);
  } else if (event.type === "ready" || event.type === "sync") {
    if (seat?.turn) effects.push({ type: "turn", key: seat.key });
    else if (seat)
      effects.push({ type: "soon", key: seat.key, inMs: estimateMs(state, "ink") * state.seats.size });
  } else if (event.type === "frame" && seat) {
    if (seat.waiting)
      effects.push({ type: "dropped", key: seat.key, seq: seat.waiting.seq, reason: "superseded" });
    seat.waiting = event.frame;
    seat.sinceMs ??= nowMs;
    seat.turn = null;
    effects.push({ type: "soon", key: seat.key, inMs: estimateMs(state, "ink") * state.seats.size });
  } else if (event.type === "finished") {
    const slot = state.slots[event.slot];
    const work = slot?.work;
    if (slot && work) {
      slot.work = null;
      sample(state.tookMs.ink, nowMs - work.startedAtMs);
      const served = state.seats.get(work.key);
      if (served) served.inService = false;
      if (!event.ok) effects.push({ type: "dropped", key: work.key, seq: work.frame.seq, reason: "failed" });
      open(work.key);
    }
  }
  for (const [index, slot] of state.slots.entries()) {
    if (slot.work) continue;
    const next = [...state.seats.values()]
      .filter((candidate) => candidate.waiting && !candidate.inService)
      .toSorted((a, b) => (a.sinceMs ?? 0) - (b.sinceMs ?? 0))[0];
    if (!next?.waiting) break;
    const frame = next.waiting;
    next.waiting = null;
    next.sinceMs = null;
    next.inService = true;
    slot.work = {
      key: next.key,
      frame,
      startedAtMs: nowMs,
      estimateMs: estimateMs(state, "ink"),
      stopAtMs: null,
      isDoomed: false,
    };
    effects.push({ type: "start", slot: index, key: next.key, frame });
  }
  return effects;
}

export const firstComeFirstServed: Schedule = {
  step,
  nextDeadlineMs: () => null,
  expectMs: (state) => estimateMs(state, "ink") * (state.seats.size + 1),
};

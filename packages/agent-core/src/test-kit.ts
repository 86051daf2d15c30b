/** A GPU on a table: its clock is moved by hand, frames are numbers. For tests alone. */
import { createAgentState, type AgentState, type Work } from "./state.ts";
import { nextDeadlineMs, step, type AgentEffect, type AgentEvent } from "./step.ts";

export class Gpu {
  nowMs = 0;
  #seq = 0;
  readonly state: AgentState<null>;

  constructor(slots = 1, frameMs = 500) {
    this.state = createAgentState<null>(slots, frameMs);
  }

  do(event: AgentEvent<null>): AgentEffect<null>[] {
    return step(this.state, event, this.nowMs);
  }

  /** Lets time pass, ticking whenever the machine asked for it; effects with their times. */
  pass(ms: number): (AgentEffect<null> & { atMs: number })[] {
    const untilMs = this.nowMs + ms;
    const effects: (AgentEffect<null> & { atMs: number })[] = [];
    for (let ticks = 0; ; ticks++) {
      if (ticks > 1000) throw new Error("the agent's timer spins");
      const atMs = nextDeadlineMs(this.state, this.nowMs);
      if (atMs === null || atMs > untilMs) break;
      // As the shells do: a deadline that has passed is looked at in a moment.
      this.nowMs = Math.max(this.nowMs + 1, atMs);
      if (this.nowMs > untilMs) break;
      for (const effect of this.do({ type: "tick" })) effects.push({ ...effect, atMs: this.nowMs });
    }
    this.nowMs = untilMs;
    return effects;
  }

  join(...keys: string[]): AgentEffect<null>[] {
    return keys.flatMap((key) => this.do({ type: "joined", key }));
  }

  ready(key: string, work: Work = "ink"): AgentEffect<null>[] {
    return this.do({ type: "ready", key, work });
  }

  frame(key: string, work: Work = "ink"): AgentEffect<null>[] {
    return this.do({ type: "frame", key, frame: { seq: ++this.#seq, work, ref: null } });
  }

  finish(slot = 0, ok = true): AgentEffect<null>[] {
    return this.do({ type: "finished", slot, ok });
  }
}

/** "turn a", "start a", … without their figures. */
export const brief = (effects: AgentEffect<null>[]): string[] =>
  effects.map(({ type, key }) => `${type} ${key}`);

/** Who is started, in order. */
export const started = (effects: AgentEffect<null>[]): string[] =>
  effects.flatMap((effect) => (effect.type === "start" ? [effect.key] : []));

export const turns = (effects: AgentEffect<null>[]): string[] =>
  effects.flatMap((effect) => (effect.type === "turn" ? [effect.key] : []));

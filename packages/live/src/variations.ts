/** Variations of the resting canvas: told apart from its own frames, and dropped when the hand moves. */
import { VARIATIONS_MAX, type FrameHeader, type SessionMessage } from "@llamasketch/contract";
import { drop } from "./drop.ts";
import type { SessionEffect } from "./events.ts";
import { isVariation, openFrames, type AgentSeat, type SessionState } from "./state.ts";

/** False when no agent, or not this one, can make such a variation. */
export function canBeMade({ variation }: FrameHeader, agent: AgentSeat | null): boolean {
  if (variation === undefined) return true;
  return variation <= VARIATIONS_MAX && canMakeAny(agent);
}

/** One that has not said what it can may be able to. */
export const canMakeAny = (agent: AgentSeat | null): boolean =>
  !agent?.attached || agent.can.includes("variations");

/** A variation came: it counts among those of its canvas, and is not answered any more. */
export function noteSent(state: SessionState, version: number, variation: number): void {
  const known = state.variations?.version === version ? state.variations.done : [];
  state.variations = { version, done: known.filter((done) => done !== variation) };
}

export function noteDone(state: SessionState, version: number, variation: number): void {
  if (state.variations?.version === version) state.variations.done.push(variation);
}

/** The hand moved on to `version`: variations of older canvases are of no use, wherever they are. */
export function dropStale(state: SessionState, version: number, effects: SessionEffect[]): void {
  for (const frame of openFrames(state)) {
    if (!isVariation(frame) || frame.header.version >= version) continue;
    drop(state, frame, "stale", effects);
    if (frame === state.waiting) state.waiting = null;
    // Its agent may be making it.
    else frame.isTold = true;
  }
}

type Wanted = Extract<SessionMessage, { type: "want" }>["variations"];

/** How the variations of the newest canvas stand; undefined when it has none. */
export function wantedVariations(state: SessionState): Wanted {
  if (!state.variations) return undefined;
  const { version, done } = state.variations;
  const have = new Set(done);
  for (const { header } of openFrames(state))
    if (header.version === version && header.variation !== undefined) have.add(header.variation);
  return { version, have: [...have], done: [...done] };
}

/** While nothing can be paid nothing is drawn: no canvas is asked for, and after a while the GPU is given back. */
import { PAUSED_RELEASE_MS, type PauseReason } from "@llamasketch/contract";
import { drop } from "./drop.ts";
import type { SessionEffect } from "./events.ts";
import { askTurn } from "./frames.ts";
import { releaseAgent, seekAgent } from "./placing.ts";
import { openFrames, type SessionState } from "./state.ts";
import { tellStatus } from "./status.ts";

export function onPaused(
  state: SessionState,
  reason: PauseReason,
  nowMs: number,
  effects: SessionEffect[],
): void {
  if (state.paused?.reason === reason) return;
  state.paused = { reason, sinceMs: state.paused?.sinceMs ?? nowMs };
  for (const frame of openFrames(state)) {
    drop(state, frame, "stale", effects);
    // Its agent may be making it: a picture that nobody can pay for is not shown.
    frame.isTold = true;
  }
  state.waiting = null;
  if (state.agent) state.agent.answerByMs = null;
  tellStatus(state, effects);
}

export function onResumed(state: SessionState, nowMs: number, effects: SessionEffect[]): void {
  if (!state.paused) return;
  state.paused = null;
  tellStatus(state, effects);
  const { agent, ready } = state;
  if (agent?.turnOpen) state.wantOwed = true;
  else if (agent?.attached && ready) askTurn(agent, ready, nowMs, effects);
  else if (!agent && ready) seekAgent(state, nowMs, 0, null);
}

/** A place that nobody can pay for is somebody else's. */
export function pumpPause(state: SessionState, nowMs: number, effects: SessionEffect[]): void {
  const releaseAtMs = pausedReleaseAtMs(state);
  if (releaseAtMs !== null && nowMs >= releaseAtMs) releaseAgent(state, effects);
}

export const pausedReleaseAtMs = ({ paused, agent, placing }: SessionState): number | null =>
  paused && (agent || placing) ? paused.sinceMs + PAUSED_RELEASE_MS : null;

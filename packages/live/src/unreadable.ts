/** Frames that passed the quick look and cannot be decoded: that speaks of whoever sent them, not of the host. */
import {
  REFUSALS,
  UNREADABLE_FRAMES_MAX,
  UNREADABLE_REST_MS,
  UNREADABLE_WITHIN_MS,
} from "@llamasketch/contract";
import { drop } from "./drop.ts";
import { refused, type SessionEffect } from "./events.ts";
import { releaseAgent } from "./placing.ts";
import type { HeldFrame, SessionState } from "./state.ts";

/** The pen is told; after a few of them the place goes back and nothing more is taken for a while. */
export function onUnreadable(
  state: SessionState,
  frame: HeldFrame,
  nowMs: number,
  effects: SessionEffect[],
): void {
  drop(state, frame, "failed", effects);
  const conn = state.pen?.conn;
  if (conn) effects.push(refused(conn, "R14", REFUSALS.R14));
  const lately = state.unreadableAtMs.filter((atMs) => atMs > nowMs - UNREADABLE_WITHIN_MS);
  state.unreadableAtMs = [...lately, nowMs];
  if (state.unreadableAtMs.length < UNREADABLE_FRAMES_MAX) return;
  state.unreadableAtMs = [];
  state.framesFromMs = nowMs + UNREADABLE_REST_MS;
  state.ready = null;
  state.wantOwed = false;
  releaseAgent(state, effects);
  // What the agent had goes to no other one.
  if (state.waiting) drop(state, state.waiting, "stale", effects);
  state.waiting = null;
}

/** Nothing is drawn for this sketch until then. */
export const isResting = ({ framesFromMs }: SessionState, nowMs: number): boolean => nowMs < framesFromMs;

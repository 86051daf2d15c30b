/** A final of the present canvas: asked for, or not waited for any more. */
import type { ClientEffect } from "./events.ts";
import type { ClientState } from "./state.ts";
import { forgetExtras } from "./variations.ts";

export function askFinal(state: ClientState): void {
  const { holder, version, shown } = state;
  if (holder !== "you" || version === 0) return;
  // What is on the screen cannot become more final.
  if (shown.version === version && shown.quality === "final") return;
  state.finalAsked = version;
}

/**
 * Newer ink is promised, which stops a final that is being made (LP42). There is none: what is on the screen shows the
 * canvas as it is, so nothing is owed for the promise.
 */
export function cancelFinal(state: ClientState, nowMs: number, effects: ClientEffect[]): void {
  const { finalAsked, version, shown } = state;
  if (finalAsked === null) return;
  forgetExtras(state);
  if (state.sent?.quality === "final") state.sent = null;
  if (shown.version !== version || state.connection !== "open" || state.holder !== "you") return;
  state.version += 1;
  shown.version = state.version;
  state.saidChangedAtMs = nowMs;
  effects.push({ type: "send", message: { type: "changed", version: state.version, refine: false } });
}

/** Variations of the resting canvas: asked for, sent one a turn, thrown away when the hand moves. */
import { REPEAT_MS, REST_MS, VARIATIONS_MAX, type PictureHeader } from "@llamasketch/contract";
import type { ClientEffect } from "./events.ts";
import { owes } from "./owed.ts";
import type { ClientState, VariationSet } from "./state.ts";

/** Asks for the first `count` variations of the present canvas; those that are here or on their way are not asked again. */
export function askVariations(state: ClientState, count: number): void {
  if (state.version === 0) return;
  state.variations ??= { version: state.version, canvas: null, items: [] };
  const { items } = state.variations;
  while (items.length < Math.min(count, VARIATIONS_MAX))
    items.push({ variation: items.length + 1, sentAtMs: null, isHere: false });
}

/** The hand moved: nobody waits any more for what shows the canvas as it was. */
export function forgetExtras(state: ClientState): void {
  state.variations = null;
}

/** When variations are to be asked for by themselves; null while they are not. */
export function restAtMs(state: ClientState): number | null {
  if (state.variationsAtRest === 0 || state.variations || !state.paused || state.version === 0) return null;
  const canHaveThem = state.status?.state === "live" && state.status.can?.includes("variations") === true;
  return canHaveThem && owes(state) === "nothing" ? state.inkAtMs + REST_MS : null;
}

interface WantedVariations {
  version: number;
  have: number[];
  done: number[];
}
const NONE_HELD: Omit<WantedVariations, "version"> = { have: [], done: [] };

/** What a want says of variations: which are lost, and which are on their way although this socket did not send them. */
export function heedWant(state: ClientState, told: WantedVariations | undefined, nowMs: number): void {
  const set = state.variations;
  if (!set) return;
  const { have, done } = told?.version === set.version ? told : NONE_HELD;
  for (const item of set.items) {
    if (item.isHere) continue;
    const isHeld = have.includes(item.variation) && !done.includes(item.variation);
    if (isHeld) item.sentAtMs ??= nowMs;
    else if (done.includes(item.variation) || (item.sentAtMs !== null && nowMs > item.sentAtMs + REPEAT_MS))
      item.sentAtMs = null;
  }
}

/** What was sent is not known to have arrived. */
export function forgetSent(state: ClientState): void {
  for (const item of state.variations?.items ?? []) item.sentAtMs = null;
}

export function onVariationDropped(state: ClientState, version: number, variation: number): void {
  if (state.variations?.version !== version) return;
  for (const item of state.variations.items) if (item.variation === variation) item.sentAtMs = null;
  state.saidChangedAtMs = null;
}

/** The next one to send, or the first that is not here when all were sent. */
export function nextVariation({ items }: VariationSet): VariationSet["items"][number] | undefined {
  const missing = items.filter(({ isHere }) => !isHere);
  return missing.find(({ sentAtMs }) => sentAtMs === null) ?? missing[0];
}

/** A variation is for beside the screen, unless something newer than its canvas is on it. */
export function onVariation(
  state: ClientState,
  header: PictureHeader,
  variation: number,
  message: Uint8Array,
  effects: ClientEffect[],
): void {
  const { epoch, version } = state.shownOrder;
  if (header.epoch < epoch || (header.epoch === epoch && header.version < version)) return;
  if (header.seq <= (state.variationSeqs[variation] ?? 0)) return;
  state.variationSeqs[variation] = header.seq;
  if (state.holder === "you" && header.epoch === state.epoch && header.version !== state.version) return;
  if (state.variations?.version === header.version) {
    for (const item of state.variations.items) if (item.variation === variation) item.isHere = true;
  }
  effects.push({ type: "showVariation", header, message });
}

/** What is sent when the session wants it, and what is said while it does not. */
import { REPEAT_MS, qualityRank, type FrameHeader, type Quality } from "@llamasketch/contract";
import type { ClientEffect, EncodedCanvas } from "./events.ts";
import { isPaused, owes, settleOwed, type Owed } from "./owed.ts";
import type { ClientState } from "./state.ts";
import { nextVariation } from "./variations.ts";

const QUALITY_OWED = {
  new: "draft",
  refine: "full",
  variation: "full",
} as const satisfies Record<Exclude<Owed, "nothing">, Quality>;

export function onEncoded(
  state: ClientState,
  canvas: EncodedCanvas,
  nowMs: number,
  effects: ClientEffect[],
): void {
  if (state.connection !== "open" || state.holder !== "you" || !state.want) return;
  const set = state.variations;
  if (set && owes(state) === "variation" && canvas.version === set.version && canvas.quality === "full") {
    set.canvas = canvas;
    sendVariation(state, nowMs, effects);
    return;
  }
  const unchanged =
    state.shown.quality !== null &&
    canvas.hash === state.shown.hash &&
    state.shown.settingsVersion === state.settingsVersion &&
    qualityRank(canvas.quality) <= qualityRank(state.shown.quality);
  if (unchanged) {
    state.shown.version = Math.max(state.shown.version, canvas.version);
    settleOwed(state, canvas.version);
    return;
  }
  state.want = null;
  state.saidChangedAtMs = null;
  state.sent = {
    version: canvas.version,
    quality: canvas.quality,
    hash: canvas.hash,
    atMs: nowMs,
    settingsVersion: state.settingsVersion,
  };
  state.counts.frames += 1;
  effects.push({ type: "sendFrame", bytes: canvas.bytes, header: headerOf(state, canvas) });
}

function sendVariation(state: ClientState, nowMs: number, effects: ClientEffect[]): void {
  const set = state.variations;
  const item = set ? nextVariation(set) : undefined;
  if (!set?.canvas || item?.sentAtMs !== null) return;
  item.sentAtMs = nowMs;
  state.want = null;
  state.saidChangedAtMs = null;
  state.counts.frames += 1;
  const header = { ...headerOf(state, set.canvas), variation: item.variation };
  effects.push({ type: "sendFrame", bytes: set.canvas.bytes, header });
}

const headerOf = (state: ClientState, canvas: EncodedCanvas): FrameHeader => ({
  kind: "frame",
  format: canvas.format,
  epoch: state.epoch,
  seq: 0,
  version: canvas.version,
  widthPx: canvas.widthPx,
  heightPx: canvas.heightPx,
  quality: canvas.quality,
  pause: state.paused,
  encodeMs: canvas.encodeMs,
  settingsVersion: state.settingsVersion,
});

export function pumpFrame(state: ClientState, nowMs: number, effects: ClientEffect[]): void {
  const owing = owes(state);
  if (owing === "nothing" || state.settingsRefused || isPaused(state)) return;
  if (state.want && isFresh(state, owing, nowMs)) {
    if (state.encoding) return;
    if (owing === "variation" && state.variations?.canvas) {
      sendVariation(state, nowMs, effects);
    } else {
      state.encoding = true;
      effects.push({ type: "encode", quality: QUALITY_OWED[owing] });
      return;
    }
  }
  if (!state.encoding) sayChanged(state, owing, nowMs, effects);
}

/** Whether there is something that was not sent, or is lost. */
function isFresh(state: ClientState, owing: Exclude<Owed, "nothing">, nowMs: number): boolean {
  const { want, variations } = state;
  if (!want) return false;
  if (owing === "variation") return variations !== null && nextVariation(variations)?.sentAtMs === null;
  if (state.sent && isOver(state, state.sent, want, nowMs)) state.sent = null;
  return (
    !state.sent ||
    state.version > state.sent.version ||
    (owing !== "new" && qualityRank(QUALITY_OWED[owing]) > qualityRank(state.sent.quality))
  );
}

/** Whether what was sent is done, or lost. */
function isOver(
  { shown }: ClientState,
  { version, quality, atMs }: NonNullable<ClientState["sent"]>,
  want: NonNullable<ClientState["want"]>,
  nowMs: number,
): boolean {
  const isLate = nowMs > atMs + REPEAT_MS;
  // Of a canvas that is shown already a want does not tell whether its sharper picture is on its way.
  const isSharper =
    shown.version >= version && shown.quality !== null && qualityRank(quality) > qualityRank(shown.quality);
  return isSharper ? isLate : want.done >= version || (want.have < version && isLate);
}

function sayChanged(
  state: ClientState,
  owing: Exclude<Owed, "nothing">,
  nowMs: number,
  effects: ClientEffect[],
): void {
  if (state.saidChangedAtMs !== null && nowMs < state.saidChangedAtMs + REPEAT_MS) return;
  const isAllSent = state.saidChangedAtMs === null && isOnItsWay(state, owing);
  state.saidChangedAtMs = nowMs;
  // What is on its way shows all there is: only its loss needs saying, later.
  if (isAllSent) return;
  const variation =
    owing === "variation" && state.variations ? nextVariation(state.variations)?.variation : undefined;
  effects.push({
    type: "send",
    message: {
      type: "changed",
      version: state.version,
      refine: owing !== "new",
      ...(variation !== undefined && { variation }),
    },
  });
}

function isOnItsWay({ sent, version, variations }: ClientState, owing: Exclude<Owed, "nothing">): boolean {
  if (owing === "variation") return variations !== null && nextVariation(variations)?.sentAtMs !== null;
  return owing === "new" && sent !== null && sent.version >= version;
}

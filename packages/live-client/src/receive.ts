import type { PictureHeader, SessionMessage } from "@llamasketch/contract";
import type { ClientEffect } from "./events.ts";
import type { ClientState } from "./state.ts";
import { isPaused, settleOwed } from "./owed.ts";
import { forgetExtras, forgetSent, heedWant, onVariation, onVariationDropped } from "./variations.ts";

/** A session's text message. */
export function onMessage(
  state: ClientState,
  message: SessionMessage,
  nowMs: number,
  effects: ClientEffect[],
): void {
  switch (message.type) {
    case "welcome":
      meetGeneration(state, message.generation);
      state.storedChunks = message.chunks;
      state.storageFull = false;
      return;
    case "pen":
      onPen(state, message.holder, message.epoch);
      return;
    case "want":
      if (message.generation < state.generation) return;
      meetWantGeneration(state, message);
      state.want = { have: message.have, done: message.done };
      heedWant(state, message.variations, nowMs);
      return;
    case "yield":
      if (state.holder !== "you") return;
      state.yielding = true;
      state.penWish = "watch";
      effects.push({ type: "yield" });
      return;
    case "saved":
      state.unsaved = state.unsaved.filter((chunk) => chunk.chunkId !== message.chunkId);
      state.storedChunks = Math.max(state.storedChunks, message.index + 1);
      effects.push({ type: "saved", chunkId: message.chunkId, index: message.index });
      return;
    case "drop":
      state.counts.dropped += 1;
      state.counts.drops[message.reason] += 1;
      if (message.variation !== undefined)
        return onVariationDropped(state, message.version, message.variation);
      if (state.sent && message.version >= state.sent.version) {
        state.sent = null;
        state.saidChangedAtMs = null;
      }
      return;
    case "kept":
      effects.push({
        type: "kept",
        pictureId: message.pictureId,
        version: message.version,
        quality: message.quality ?? null,
        variation: message.variation ?? null,
      });
      return;
    case "status":
      // What was said before the pause was not heeded.
      if (isPaused(state) && message.status.state !== "paused") state.saidChangedAtMs = null;
      state.status = message.status;
      return;
    case "meter":
      state.meter = { told: message, atMs: nowMs };
      return;
    case "refused":
      onRefused(state, message, nowMs);
      effects.push({ type: "refused", code: message.code, message: message.message });
      return;
  }
}

/**
 * A picture reaches the screen only if it is newer than the one there, in the order (epoch, sequence), and shows no
 * older canvas of the same pen: a session that lost its memory may have let an old frame through.
 */
export function onPicture(
  state: ClientState,
  header: PictureHeader,
  message: Uint8Array,
  nowMs: number,
  effects: ClientEffect[],
): void {
  if (header.variation !== undefined) return onVariation(state, header, header.variation, message, effects);
  const { epoch, seq, version } = state.shownOrder;
  if (header.epoch < epoch || (header.epoch === epoch && (header.seq <= seq || header.version < version)))
    return;
  state.shownOrder = { epoch: header.epoch, seq: header.seq, version: header.version };
  state.counts.pictures += 1;
  let strokeMs: number[] = [];
  const own = state.holder === "you" && header.epoch === state.epoch;
  if (own && header.version >= state.shown.version) {
    const sent = state.sent?.version === header.version ? state.sent : null;
    state.shown = {
      epoch: header.epoch,
      version: header.version,
      quality: header.quality,
      hash: sent?.hash ?? 0,
      settingsVersion: sent?.settingsVersion ?? 0,
    };
    if (state.sent && header.version >= state.sent.version) {
      const answered = state.sent.quality === header.quality || header.version > state.sent.version;
      if (answered) {
        state.sent = null;
        state.saidChangedAtMs = null;
      }
    }
    strokeMs = settleOwed(state, header.version).map((penUpAtMs) => nowMs - penUpAtMs);
  }
  effects.push({ type: "show", header, message, strokeMs });
}

function meetGeneration(state: ClientState, generation: number): void {
  if (generation === state.generation) return;
  state.generation = generation;
  state.want = null;
  state.sent = null;
  forgetSent(state);
  state.saidChangedAtMs = null;
  state.settingsSent = 0;
}

/** A session that slept may already hold this tab's newest frame again: then it is not lost. */
function meetWantGeneration(
  state: ClientState,
  want: { generation: number; have: number; done: number },
): void {
  const sent = state.sent;
  meetGeneration(state, want.generation);
  if (sent && want.have >= sent.version && want.done < sent.version) state.sent = sent;
}

function onPen(state: ClientState, holder: "you" | "other" | "none", epoch: number): void {
  if (epoch < state.epoch) return;
  const changed = epoch !== state.epoch || holder !== state.holder;
  state.holder = holder;
  state.epoch = epoch;
  if (holder === "you") {
    // Said after `yield`: whoever asked for the pen is gone, and this tab draws on.
    state.yielding = false;
    // Once held, a reconnect of this tab asks for its own pen back, and never takes it from another device.
    state.penWish = "free";
  }
  if (!changed) return;
  forgetExtras(state);
  state.want = null;
  state.sent = null;
  state.saidChangedAtMs = null;
  state.settingsSent = 0;
  for (const chunk of state.unsaved) chunk.sentAtMs = null;
  if (holder === "you") {
    // Another device drew meanwhile: what is on screen is not this canvas, even if no byte of it changed.
    if (state.shownOrder.epoch !== state.shown.epoch && state.version > 0) {
      state.version += 1;
      state.shown.quality = null;
    }
  } else if (holder === "other") {
    state.yielding = false;
    state.penDown = false;
    state.owed = [];
  }
}

type Refused = Extract<SessionMessage, { type: "refused" }>;

function onRefused(state: ClientState, { rule, fields = {} }: Refused, nowMs: number): void {
  switch (rule) {
    case "R4":
    case "R5":
    case "R6":
    case "R7":
    case "R14":
    case "R21":
      state.sent = null;
      state.saidChangedAtMs = nowMs;
      return;
    case "R8":
      state.sent = null;
      state.settingsSent = 0;
      state.saidChangedAtMs = null;
      return;
    case "R10":
      state.settingsRefused = true;
      state.sent = null;
      return;
    case "R13":
      // Kept here; sent again on the next connection, or when somebody says that there may be room.
      state.storageFull = true;
      for (const chunk of state.unsaved) chunk.sentAtMs = null;
      return;
    case "R20":
      // Sent again as they are they would be refused again.
      if (Object.keys(fields).some((name) => name.startsWith("settings"))) {
        state.settingsRefused = true;
        state.sent = null;
      }
      return;
    case "R12":
      // None of this canvas, unless a person asks again.
      if (state.variations) state.variations.items = [];
      return;
    default:
      return;
  }
}

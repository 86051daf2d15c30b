import {
  CLIENT_ABILITIES,
  CLOSE,
  PAUSE_PEN_STILL_MS,
  PAUSE_PEN_UP_MS,
  PING_EVERY_MS,
  PING_OWED_EVERY_MS,
  PONG_WITHIN_MS,
  LIVE_PROTOCOL,
  REPEAT_MS,
} from "@llamasketch/contract";
import type { ClientEffect, ClientEvent } from "./events.ts";
import { isPaused, owes } from "./owed.ts";
import { onMessage, onPicture } from "./receive.ts";
import type { ClientState } from "./state.ts";
import { onEncoded, pumpFrame } from "./turns.ts";
import { askVariations, forgetExtras, forgetSent, restAtMs } from "./variations.ts";

/** Reconnects are tried at least this often, and once more at random. */
const BACKOFF_MAX_MS = 3000;

/** Advances the client by one event. `random` is uniform in [0, 1). Mutates `state`; returns what the shell must do, in order. */
export function step(
  state: ClientState,
  event: ClientEvent,
  nowMs: number,
  random: () => number,
): ClientEffect[] {
  const effects: ClientEffect[] = [];
  switch (event.type) {
    case "opened":
      state.connection = "open";
      state.heardAtMs = nowMs;
      state.pingSentAtMs = null;
      effects.push({
        type: "send",
        message: {
          type: "hello",
          protocol: LIVE_PROTOCOL,
          clientId: state.clientId,
          pen: state.penWish,
          can: [...CLIENT_ABILITIES],
        },
      });
      break;
    case "closed":
      onClosed(state, event.code, nowMs, random);
      break;
    case "pong":
      heard(state, nowMs);
      break;
    case "message":
      heard(state, nowMs);
      onMessage(state, event.message, nowMs, effects);
      break;
    case "picture":
      heard(state, nowMs);
      onPicture(state, event.header, event.message, nowMs, effects);
      break;
    case "inked":
      onChange(state, nowMs);
      break;
    case "pen":
      if (state.penDown && !event.down) state.owed.push({ version: state.version, atMs: nowMs });
      state.penDown = event.down;
      state.inkAtMs = nowMs;
      state.paused = false;
      break;
    case "settings":
      state.settings = event.settings;
      state.settingsVersion += 1;
      state.settingsRefused = false;
      onChange(state, nowMs);
      break;
    case "encoded":
      state.encoding = false;
      if (event.canvas) {
        onEncoded(state, event.canvas, nowMs, effects);
      } else {
        // Ask for another turn rather than fail in a circle.
        state.want = null;
        state.saidChangedAtMs = nowMs;
      }
      break;
    case "chunk":
      state.unsaved.push({
        chunkId: state.nextChunk++,
        version: state.version,
        bytes: event.bytes,
        sentAtMs: null,
      });
      break;
    case "flushed":
      if (state.yielding && state.connection === "open") {
        pump(state, nowMs, effects);
        effects.push({ type: "send", message: { type: "yielded" } });
      }
      return effects;
    case "take":
      state.penWish = "take";
      if (state.connection === "open") effects.push({ type: "send", message: { type: "take" } });
      break;
    case "askVariations":
      if (state.holder === "you") askVariations(state, event.count);
      break;
    case "variationsAtRest":
      state.variationsAtRest = event.count;
      break;
    case "stopAt":
      if (state.connection === "open" && state.holder === "you")
        effects.push({ type: "send", message: { type: "stopAt", credits: event.credits } });
      break;
    case "topUp":
      state.storageFull = false;
      if (state.connection !== "open") break;
      // A new ticket says anew what this address may draw for free.
      effects.push(isPaused(state) ? { type: "hangUp" } : { type: "send", message: { type: "topUp" } });
      break;
    case "stop":
      state.connection = "stopped";
      effects.push({ type: "hangUp" });
      return effects;
    case "tick":
      break;
  }
  pump(state, nowMs, effects);
  return effects;
}

/** The canvas or its settings are other ones from now on. */
function onChange(state: ClientState, nowMs: number): void {
  state.version += 1;
  state.inkAtMs = nowMs;
  state.paused = false;
  forgetExtras(state);
}

/** The next instant at which `step({type: "tick"})` must be called, or null. */
export function nextDeadlineMs(state: ClientState): number | null {
  if (state.connection === "stopped") return null;
  const at: number[] = [];
  if (state.connection === "waiting") at.push(state.redialAtMs);
  if (!state.paused) at.push(state.inkAtMs + (state.penDown ? PAUSE_PEN_STILL_MS : PAUSE_PEN_UP_MS));
  if (state.connection === "open") {
    at.push(
      state.pingSentAtMs === null ? state.heardAtMs + pingEvery(state) : state.pingSentAtMs + PONG_WITHIN_MS,
    );
    if (state.holder === "you") {
      const restMs = restAtMs(state);
      // While it hands the pen over it asks for none.
      if (restMs !== null && !state.yielding) at.push(restMs);
      const asking = !state.yielding && !state.settingsRefused && !state.encoding && !isPaused(state);
      if (asking && owes(state) !== "nothing" && state.saidChangedAtMs !== null) {
        at.push(state.saidChangedAtMs + REPEAT_MS);
      }
      if (!state.storageFull)
        for (const chunk of state.unsaved)
          if (chunk.sentAtMs !== null) at.push(chunk.sentAtMs + 5 * REPEAT_MS);
    }
  }
  return at.length ? Math.min(...at) : null;
}

function heard(state: ClientState, nowMs: number): void {
  state.heardAtMs = nowMs;
  state.pingSentAtMs = null;
  state.failures = 0;
}

const pingEvery = (state: ClientState): number =>
  state.holder === "you" && owes(state) !== "nothing" && !isPaused(state)
    ? PING_OWED_EVERY_MS
    : PING_EVERY_MS;

function onClosed(state: ClientState, code: number, nowMs: number, random: () => number): void {
  if (state.connection === "stopped") return;
  // Coming back would only throw out this tab's newer self.
  const replaced = code === CLOSE.replaced.code;
  if (replaced || (code >= 4400 && code < 4500 && code !== CLOSE.flood.code)) {
    state.connection = "stopped";
    return;
  }
  if (state.connection === "open") state.counts.reconnects += 1;
  const backoffMs = Math.min(BACKOFF_MAX_MS, 250 * 2 ** Math.min(state.failures, 6));
  state.failures += 1;
  state.connection = "waiting";
  // The first try goes soon: most drops are one socket's. Later ones spread out.
  state.redialAtMs = nowMs + backoffMs + random() * backoffMs;
  state.want = null;
  state.sent = null;
  forgetSent(state);
  state.saidChangedAtMs = null;
  state.settingsSent = 0;
  state.pingSentAtMs = null;
  for (const chunk of state.unsaved) chunk.sentAtMs = null;
}

function pump(state: ClientState, nowMs: number, effects: ClientEffect[]): void {
  if (state.connection === "waiting" && nowMs >= state.redialAtMs) {
    state.connection = "connecting";
    effects.push({ type: "dial" });
  }
  if (!state.paused && nowMs >= state.inkAtMs + (state.penDown ? PAUSE_PEN_STILL_MS : PAUSE_PEN_UP_MS)) {
    state.paused = true;
    effects.push({ type: "paused" });
  }
  if (state.connection !== "open") return;
  if (state.pingSentAtMs === null) {
    if (nowMs >= state.heardAtMs + pingEvery(state)) {
      state.pingSentAtMs = nowMs;
      effects.push({ type: "ping" });
    }
  } else if (nowMs >= state.pingSentAtMs + PONG_WITHIN_MS) {
    effects.push({ type: "hangUp" });
    return;
  }
  if (state.holder !== "you") return;
  for (const chunk of state.storageFull ? [] : state.unsaved) {
    if (chunk.sentAtMs !== null && nowMs < chunk.sentAtMs + 5 * REPEAT_MS) continue;
    chunk.sentAtMs = nowMs;
    effects.push({
      type: "sendChunk",
      epoch: state.epoch,
      chunkId: chunk.chunkId,
      version: chunk.version,
      bytes: chunk.bytes,
    });
  }
  if (state.yielding) return;
  if (state.settingsSent !== state.settingsVersion) {
    state.settingsSent = state.settingsVersion;
    effects.push({
      type: "send",
      message: { type: "settings", settingsVersion: state.settingsVersion, settings: state.settings },
    });
  }
  const restMs = restAtMs(state);
  if (restMs !== null && nowMs >= restMs) askVariations(state, state.variationsAtRest);
  pumpFrame(state, nowMs, effects);
}

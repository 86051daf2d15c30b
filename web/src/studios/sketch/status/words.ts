import { translated } from "../../../words/translated.ts";

function ordinal(position: number): string {
  const teen = position % 100 >= 11 && position % 100 <= 13;
  const suffix = teen ? "th" : (["th", "st", "nd", "rd"][position % 10] ?? "th");
  return `${position}${suffix}`;
}

const explained = {
  ready: "Nothing is sent until you draw.",
  connecting: "Opening the connection.",
  reconnecting: "The connection dropped. Keep drawing; nothing is lost.",
  offline: "This device has no network. Keep drawing, we catch up: your strokes are kept here.",
  stopped: "The connection was closed. Reload the page to go on.",
  placing: "Looking for a free painter.",
  busy: "Every painter is taken. Your place in line is kept while you draw.",
  resting: "The painter was given back while you rested. Draw and it returns.",
  paused: "You can draw on: nothing is lost, and nothing is painted or charged until this ends.",
  ahead: "Your hand is ahead of the painter. The newest drawing is painted next.",
  live: "Pictures follow your hand.",
};

export const words = translated({
  en: {
    status: (text: string) => `Status: ${text}`,
    builtIn: "built-in painter",
    builtInSpoken: (text: string) => `${text}, built-in painter`,
    builtInExplained: "Pictures come from the built-in painter, which is a program and not a model.",
    explained,
    offline: "offline",
    ready: "ready",
    stopped: "disconnected",
    reconnecting: "reconnecting",
    connecting: "connecting",
    placing: "finding a painter",
    resting: "resting",
    paused: {
      no_credits: "out of credits",
      limit: "at your limit",
      ledger_stalled: "waiting for the ledger",
      storage_full: "storage used up",
    },
    ahead: "drawing ahead",
    live: "live",
    liveIn: (time: string) => `live · ${time}`,
    busy: (position: number) => `busy: ${ordinal(position)} in line`,
    busyUntil: (position: number, time: string) => `busy: ${ordinal(position)} in line, about ${time}`,
    etaBasis: (places: number, time: string) =>
      `Judged by the line: it moved ${places === 1 ? "one place" : `${places} places`} in ${time}.`,
    etaUnknown: "How long it takes is not known until the line has moved.",
    budgetTitle: "The last picture",
    encode: "Encode here",
    network: "Network, both ways",
    session: "Session and its link",
    wait: "Wait at the painter",
    produce: "Paint",
    decode: "Decode here",
    sum: "Canvas to screen",
    strokesTitle: "Strokes of this visit",
    strokes: "Strokes shown",
    p50: "Half within",
    p95: "95% within",
    noStrokes: "None yet",
    countsTitle: "This visit",
    host: "Painter",
    pictures: "Pictures",
    drops: {
      superseded: "Replaced by newer ink",
      failed: "Not painted",
      stale: "Out of date",
    },
    reconnects: "Reconnects",
    copy: "Copy these figures",
    copied: "Copied",
    copyFailed: "Copying was not allowed",
    copyRequest: "Copy the request id",
    request: (id: string) => `Request ${id}`,
    outOfDate: "This page is out of date. Your drawing is safe. Reload to go on.",
    offlineNotice: "You are offline. Keep drawing, we catch up.",
    missing: "That picture didn't arrive. Nothing was charged. Retrying…",
    milliseconds: (ms: number) => `${ms} ms`,
    seconds: (seconds: number) => `${seconds} s`,
  },
});

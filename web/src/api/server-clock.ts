/** The server's time, by its own answers: what it dates is never held against the clock of this device. */

let heard: { serverMs: number; atMs: number } | null = null;
const listeners = new Set<() => void>();

/** Answers are dated to the second, and take a while: less than this is no news. */
const NEWS_MS = 3000;

export const serverNowMs = (): number =>
  // Before any answer, the clock of this device has to do.
  heard === null ? Date.now() : heard.serverMs + performance.now() - heard.atMs;

/** Learns from an answer that no cache gave. */
export function hearClock({ headers }: Pick<Response, "headers">): void {
  const serverMs = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(serverMs) || headers.has("age") || headers.get("cache-control") !== "no-store") return;
  const isNews = Math.abs(serverNowMs() - serverMs) > NEWS_MS;
  heard = { serverMs, atMs: performance.now() };
  if (isNews) for (const listener of listeners) listener();
}

/** `listener` hears when the server's time is another than was thought, until the returned function is called. */
export function onClockSet(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

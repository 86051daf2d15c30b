/** Everything the Worker writes to its log while tests run, held against everything they said to it. */
import { leaksIn } from "@llamasketch/testing/leaks";

interface Watch {
  lines: string[];
  said: Set<string>;
}
const place = globalThis as typeof globalThis & { logWatch?: Watch };
const watch = (place.logWatch ??= begin());

/** The Worker and its objects run beside the tests: their console is this one. */
function begin(): Watch {
  const watch: Watch = { lines: [], said: new Set() };
  for (const level of ["debug", "log", "info", "warn", "error"] as const) {
    const write = console[level].bind(console);
    console[level] = (...parts: unknown[]) => {
      watch.lines.push(parts.map(String).join(" "));
      write(...parts);
    };
  }
  return watch;
}

/** Notes every text in a value: a body, a header, a message of a socket. */
export function noteSaid(value: unknown): void {
  if (typeof value === "string") watch.said.add(value);
  else if (typeof value === "object" && value !== null) Object.values(value).forEach(noteSaid);
}

/** What was written since the last time this was asked. */
export const takeLines = (): string[] => watch.lines.splice(0);
export const leaks = (lines: readonly string[]): string[] => leaksIn(lines, watch.said);
export const forgetSaid = (): void => watch.said.clear();

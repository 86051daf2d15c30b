import { readFileSync } from "node:fs";

/** Resident memory of a process, MB; null once it has ended. */
export function residentMb(pid: number | null): number | null {
  if (pid === null) return null;
  try {
    const line = readFileSync(`/proc/${pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB/m);
    return line ? Number(line[1]) / 1024 : null;
  } catch {
    return null;
  }
}

export interface Sample {
  atMs: number;
  pid: number;
  mb: number;
}

/**
 * How memory of the longest-lived process in the samples grew, as a share: the median of its last third over the median
 * of its second third, less one. The first third is warm-up. Null when no process lived long enough to tell.
 */
export function growth(samples: readonly Sample[]): number | null {
  const lives = Map.groupBy(samples, ({ pid }) => pid);
  const longest = [...lives.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
  const third = Math.floor(longest.length / 3);
  if (third < 3) return null;
  const median = (list: readonly Sample[]): number =>
    list.map(({ mb }) => mb).toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
  return median(longest.slice(2 * third)) / median(longest.slice(third, 2 * third)) - 1;
}

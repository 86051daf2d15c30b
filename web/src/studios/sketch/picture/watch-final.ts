import type { FinalView } from "@llamasketch/contract";
import { finalEvents, readFinal } from "../../../api/finals.ts";

export type FinalNews =
  | { kind: "queued"; ahead: number | null; etaMs: number | null }
  | { kind: "making"; step: number; steps: number; isAside: boolean };

/** Events may be lost, and a stream refused: it is asked this often whether it is over. */
const LOOK_EVERY_MS = 3000;

/** Tells what becomes of a final until it is over, and resolves with how it ended; null once `signal` says so. */
export async function watchFinal(
  id: string,
  signal: AbortSignal,
  news: (news: FinalNews) => void,
): Promise<FinalView | null> {
  const stream = finalEvents(id);
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const on = (name: string, hear: (told: Record<string, unknown>) => void): void =>
    stream.addEventListener(name, (event: MessageEvent<string>) =>
      hear(JSON.parse(event.data) as Record<string, unknown>),
    );
  on("queued", ({ ahead, etaMs }) =>
    news({ kind: "queued", ahead: numberOr(ahead, null), etaMs: numberOr(etaMs, null) }),
  );
  const making = ({ step, steps, paused }: Record<string, unknown>): void =>
    news({ kind: "making", step: numberOr(step, 0), steps: numberOr(steps, 0), isAside: paused === true });
  // Whoever comes late is told how far it is at once.
  on("running", ({ progress }) => making((progress ?? {}) as Record<string, unknown>));
  on("progress", making);
  on("ended", () => end());
  try {
    while (!signal.aborted) {
      await Promise.race([ended, pause(LOOK_EVERY_MS, signal)]);
      const view = signal.aborted ? null : await readFinal(id).catch(() => null);
      if (view && view.state !== "queued" && view.state !== "running") return view;
    }
    return null;
  } finally {
    stream.close();
  }
}

const numberOr = <T>(value: unknown, otherwise: T): number | T =>
  typeof value === "number" ? value : otherwise;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

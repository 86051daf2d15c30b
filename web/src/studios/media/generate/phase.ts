/** Where a generation stands: what was read last, and what its events said since. */
import type { GenerationView } from "@llamasketch/contract";

type Progress = NonNullable<GenerationView["progress"]>;

/** What the stream said, of what is still going on. */
export interface Told {
  state: "queued" | "running" | null;
  ahead: number | null;
  etaMs: number | null;
  progress: Progress | null;
  preview: { output: number; image: string } | null;
}

export const NOTHING_TOLD: Told = { state: null, ahead: null, etaMs: null, progress: null, preview: null };

/** `isHostless`: nobody is here who can make it. */
export type Phase =
  | { state: "queued"; ahead: number | null; etaMs: number | null; isHostless: boolean }
  | { state: "running"; progress: Progress | null; preview: Told["preview"] }
  | { state: "succeeded" | "failed" | "cancelled" };

export const isOpen = ({ state }: Pick<GenerationView, "state">): boolean =>
  state === "queued" || state === "running";

/** What was read is the truth of ends; of what goes on, events know more. */
export function phaseOf(view: Pick<GenerationView, "state" | "queue" | "progress">, told: Told): Phase {
  if (view.state !== "queued" && view.state !== "running") return { state: view.state };
  const state = told.state ?? view.state;
  if (state === "running") return { state, progress: told.progress ?? view.progress, preview: told.preview };
  const etaMs = told.etaMs ?? view.queue?.etaMs ?? null;
  return {
    state,
    ahead: told.ahead ?? view.queue?.ahead ?? null,
    etaMs,
    // A time is told of hosts that are here.
    isHostless: etaMs === null && view.queue?.waitingFor === "host",
  };
}

/** Of all pictures together, 0 to 1. */
export const shareOf = ({ output, step, steps }: Progress, outputs: number): number =>
  Math.min(1, (output + step / Math.max(1, steps)) / Math.max(1, outputs));

/** One event's meaning; what is not understood changes nothing. */
export function heard(told: Told, type: string, data: unknown): Told {
  if (typeof data !== "object" || data === null) return told;
  const { ahead, etaMs, output, image, step, steps, paused } = data as Record<string, unknown>;
  const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
  switch (type) {
    case "queued":
      return { ...NOTHING_TOLD, state: "queued", ahead: number(ahead), etaMs: number(etaMs) };
    case "running":
      return { ...told, state: "running" };
    case "progress":
      if (typeof output !== "number" || typeof step !== "number" || typeof steps !== "number") return told;
      return { ...told, state: "running", progress: { output, step, steps, paused: paused === true } };
    case "preview":
      if (typeof output !== "number" || typeof image !== "string") return told;
      return { ...told, state: "running", preview: { output, image } };
    default:
      return told;
  }
}

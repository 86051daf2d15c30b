import { PROGRESS_EVERY_MS, type FrameHeader } from "@llamasketch/contract";
import type { SessionLink } from "./session-link.ts";

/** Tells a session that can hear it how far its final is, no oftener than it may. */
export function progressTeller(
  link: SessionLink,
  { seq, quality }: FrameHeader,
): (step: number, steps: number) => void {
  let toldAtMs = -Infinity;
  return (step, steps) => {
    const nowMs = Date.now();
    if (quality !== "final" || !link.can.includes("progress")) return;
    if (nowMs < toldAtMs + PROGRESS_EVERY_MS) return;
    toldAtMs = nowMs;
    link.send({ type: "progress", seq, step, steps });
  };
}

import { ProgressBar } from "../../../ui/progress-bar.tsx";
import { shareOf, type Phase } from "./phase.ts";
import { words } from "./words.ts";

/** Where it stands while it goes on: its place in line, or its step. */
export function JobProgress({ phase, outputs }: { phase: Phase; outputs: number }) {
  if (phase.state === "queued") {
    const { ahead, etaMs, isHostless } = phase;
    return <p data-testid="job-line">{isHostless ? words.waitsForHost : words.line(ahead, etaMs)}</p>;
  }
  if (phase.state !== "running") return null;
  const { progress } = phase;
  if (!progress) return <p className="text-muted">{words.beginning}</p>;
  const { output, step, steps, paused } = progress;
  return (
    <div className="grid gap-2" data-testid="job-step">
      <ProgressBar label={words.progress} done={100 * shareOf(progress, outputs)} total={100} />
      <p className="tabular-nums">{words.step(output + 1, outputs, step, steps)}</p>
      {paused && <p className="text-warn">{words.paused}</p>}
    </div>
  );
}

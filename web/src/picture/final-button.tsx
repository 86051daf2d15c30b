import { Gem, X } from "lucide-react";
import { BUTTON } from "../page/button-styles.ts";
import type { FinalProgress } from "./final-progress.ts";
import { words } from "./words.ts";

const RADIUS = 18;
const AROUND = 2 * Math.PI * RADIUS;

interface Props {
  final: FinalProgress;
  disabled: boolean;
  ask: () => void;
  cancel: () => void;
}

/** Asks for the present canvas at full size; a ring fills while it is made, and a press stops it. */
export function FinalButton({ final, disabled, ask, cancel }: Props) {
  if (final.state !== "making") {
    const label = final.state === "shown" ? words.finalShown : words.final;
    return (
      <button
        type="button"
        className={`${BUTTON.icon} ${final.state === "shown" ? "text-good" : ""}`}
        data-testid="final"
        data-state={final.state}
        aria-label={label}
        title={label}
        disabled={disabled || final.state === "shown"}
        onClick={ask}
      >
        <Gem className="size-5" aria-hidden="true" />
      </button>
    );
  }
  const part = final.steps ? final.step / final.steps : 0;
  const label = words.finalMaking(Math.round(part * 100));
  return (
    <button
      type="button"
      className={`${BUTTON.icon} relative`}
      data-testid="final"
      data-state="making"
      aria-label={label}
      title={label}
      onClick={cancel}
    >
      <svg viewBox="0 0 44 44" className="absolute inset-0 size-full -rotate-90" aria-hidden="true">
        <circle cx="22" cy="22" r={RADIUS} fill="none" stroke="var(--border)" strokeWidth="3" />
        <circle
          className={part ? "transition-[stroke-dashoffset] duration-150" : "chip-waits"}
          cx="22"
          cy="22"
          r={RADIUS}
          fill="none"
          stroke="var(--primary)"
          strokeWidth="3"
          strokeLinecap="round"
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - Math.max(part, 0.06))}
        />
      </svg>
      <X className="size-4" aria-hidden="true" />
    </button>
  );
}

import { Gem } from "lucide-react";
import { lazy, Suspense } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Popover } from "../../../ui/popover.tsx";
import { useStore } from "../../../ui/store.ts";
import type { FinalDesk, FinalState } from "./final-desk.ts";
import { words } from "./words.ts";

const FinalPanel = lazy(async () => ({ default: (await import("./final-panel.tsx")).FinalPanel }));

const RADIUS = 18;
const AROUND = 2 * Math.PI * RADIUS;

interface Props {
  desk: FinalDesk;
  /** Above or below the button. */
  opens: "up" | "down";
  /** There is nothing to ask for now; what was asked for can be stopped still. */
  disabled: boolean;
}

/** The present canvas painted large: its price, then how far it is. A ring fills while it is made. */
export function FinalControl({ desk, opens, disabled }: Props) {
  const state = useStore(desk.store);
  const isGoing = state.stage !== "none";
  // On a phone it goes on under the button after it, or a narrow one would cut it.
  const place = opens === "up" ? "right-0 bottom-[calc(100%+8px)]" : "-right-12 top-[calc(100%+8px)]";
  return (
    <Popover
      label={labelOf(state)}
      triggerClass={`${BUTTON.icon} relative`}
      triggerData={{
        "data-testid": "final",
        "data-state": isGoing ? state.stage : state.isShown ? "shown" : "none",
      }}
      panelClass={`w-72 ${place}`}
      disabled={disabled && !isGoing}
      trigger={
        <>
          {isGoing && <Ring part={state.steps ? state.step / state.steps : 0} />}
          <Gem
            className={isGoing ? "size-4" : `size-5 ${state.isShown ? "text-good" : ""}`}
            aria-hidden="true"
          />
        </>
      }
    >
      <Suspense fallback={<p className="min-h-11 text-muted">{words.finalAsking}</p>}>
        <FinalPanel desk={desk} />
      </Suspense>
    </Popover>
  );
}

function labelOf({ stage, step, steps, isShown }: FinalState): string {
  if (stage === "making") return words.finalMaking(steps ? Math.round((100 * step) / steps) : 0);
  if (stage !== "none") return words.finalWaits;
  return isShown ? words.finalShown : words.final;
}

function Ring({ part }: { part: number }) {
  return (
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
  );
}

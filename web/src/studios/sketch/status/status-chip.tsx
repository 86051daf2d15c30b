import { lazy, Suspense } from "react";
import { Popover } from "../../../ui/popover.tsx";
import type { ChipState } from "./chip.ts";
import type { Figures } from "./figures.ts";
import { words } from "./words.ts";

const LatencyPanel = lazy(async () => ({ default: (await import("./latency-panel.tsx")).LatencyPanel }));

const DOT: Record<ChipState, string> = {
  ready: "bg-muted",
  connecting: "bg-muted chip-waits",
  reconnecting: "bg-warn chip-waits",
  offline: "bg-bad",
  stopped: "bg-bad",
  placing: "bg-warn chip-waits",
  busy: "bg-warn chip-waits",
  resting: "bg-muted",
  paused: "bg-warn",
  ahead: "bg-warn",
  live: "bg-good",
};

/** The one place that says how it stands. Assistive technology hears states, not every number. */
export function StatusChip({ figures }: { figures: Figures }) {
  const { chip } = figures;
  const spoken = chip.state === "live" ? words.live : chip.label;
  const text = chip.painter ? `${chip.label} · ${words.builtIn}` : chip.label;
  return (
    <>
      <span className="sr-only" role="status" aria-live="polite">
        {chip.painter ? words.builtInSpoken(spoken) : spoken}
      </span>
      <Popover
        label={words.status(chip.painter ? `${chip.label} ${words.builtIn}` : chip.label)}
        triggerData={{ "data-testid": "status-chip", "data-state": chip.state, "data-text": text }}
        triggerClass="flex min-h-11 max-w-[52vw] items-center"
        panelClass="chip-popover"
        trigger={
          <span className="flex items-center gap-2 rounded-full border border-border bg-surface px-3 py-1.5 text-left text-small leading-tight tabular-nums hover:bg-raised">
            <span className={`size-2 shrink-0 rounded-full ${DOT[chip.state]}`} />
            <span>
              {chip.label}
              {/* The dot is no text: the button is called by the words one sees. */}
              {chip.painter && (
                <span className="text-muted max-sm:block sm:before:content-['_·_']"> {words.builtIn}</span>
              )}
            </span>
          </span>
        }
      >
        <Suspense fallback={<p>{words.explained[chip.state]}</p>}>
          <LatencyPanel figures={figures} />
        </Suspense>
      </Popover>
    </>
  );
}

import type { ChipState } from "../live/chip.ts";
import { Popover } from "../page/popover.tsx";
import { LatencyPanel } from "./latency-panel.tsx";
import type { Snapshot } from "./snapshot.ts";

const DOT: Record<ChipState, string> = {
  ready: "bg-muted",
  connecting: "bg-muted chip-waits",
  reconnecting: "bg-warn chip-waits",
  offline: "bg-bad",
  stopped: "bg-bad",
  placing: "bg-warn chip-waits",
  busy: "bg-warn chip-waits",
  resting: "bg-muted",
  ahead: "bg-warn",
  live: "bg-good",
};

/** The one place that says how it stands. Assistive technology hears states, not every number. */
export function StatusChip({ view }: { view: Snapshot }) {
  const { chip } = view;
  const spoken = chip.state === "live" ? "live" : chip.label;
  const text = chip.painter ? `${chip.label} · built-in painter` : chip.label;
  return (
    <>
      <span className="sr-only" role="status" aria-live="polite">
        {chip.painter ? `${spoken}, built-in painter` : spoken}
      </span>
      <Popover
        label={`Status: ${text}`}
        triggerData={{ "data-testid": "status-chip", "data-state": chip.state, "data-text": text }}
        triggerClass="flex min-h-11 max-w-[52vw] items-center"
        panelClass="chip-popover"
        trigger={
          <span className="flex items-center gap-2 rounded-full border border-border bg-surface px-3 py-1.5 text-left text-[13px] leading-tight tabular-nums hover:bg-raised">
            <span className={`size-2 shrink-0 rounded-full ${DOT[chip.state]}`} />
            <span>
              {chip.label}
              {chip.painter && (
                <span className="text-muted max-sm:block">
                  {" "}
                  <span className="max-sm:hidden">· </span>built-in painter
                </span>
              )}
            </span>
          </span>
        }
      >
        <LatencyPanel view={view} />
      </Popover>
    </>
  );
}

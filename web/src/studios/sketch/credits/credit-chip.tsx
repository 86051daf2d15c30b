import { Coins } from "lucide-react";
import { Popover } from "../../../ui/popover.tsx";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import { MeterPanel } from "./meter-panel.tsx";
import { leftOf } from "../../../credits/left-of.ts";
import { words } from "../../../credits/words.ts";

/** What is left to draw with, and on a touch what this sketch costs. */
export function CreditChip({ session, view }: { session: SketchSession; view: Snapshot }) {
  const { meter } = view;
  const left = meter && leftOf(meter);
  if (meter === null || left === null) return null;
  const { spentCredits: spent } = meter;
  return (
    <Popover
      label={words.chip(left, spent)}
      triggerData={{ "data-testid": "credit-chip", "data-left": String(left), "data-spent": String(spent) }}
      triggerClass="ml-1 flex min-h-11 min-w-11 items-center justify-center"
      panelClass="chip-popover"
      trigger={
        <span
          className={`flex items-center gap-1.5 rounded-full border bg-surface px-2.5 py-1.5 text-small leading-tight tabular-nums hover:bg-raised ${left === 0 ? "border-warn" : "border-border"}`}
        >
          <Coins className={`size-4 ${left === 0 ? "text-warn" : "text-muted"}`} aria-hidden="true" />
          {left}
        </span>
      }
    >
      <MeterPanel session={session} view={view} meter={meter} />
    </Popover>
  );
}

import { formatMs, type Chip } from "../live/chip.ts";
import type { Budget } from "../live/latency.ts";
import type { Snapshot } from "./snapshot.ts";

const EXPLAINED: Record<Chip["state"], string> = {
  ready: "Nothing is sent until you draw.",
  connecting: "Opening the connection.",
  reconnecting: "The connection dropped. Keep drawing; nothing is lost.",
  offline: "This device has no network. Keep drawing; your strokes are kept here.",
  stopped: "The connection was closed. Reload the page to go on.",
  placing: "Looking for a free painter.",
  busy: "Every painter is taken. Your place in line is kept while you draw.",
  resting: "The painter was given back while you rested. Draw and it returns.",
  ahead: "Your hand is ahead of the painter. The newest drawing is painted next.",
  live: "Pictures follow your hand.",
};

/** Where the time of the last picture went, and the counts of this visit. */
export function LatencyPanel({ view }: { view: Snapshot }) {
  return (
    <div className="grid gap-3">
      <p>{EXPLAINED[view.chip.state]}</p>
      {view.chip.painter && (
        <p className="text-muted">
          Pictures come from the built-in painter, which is a program and not a model.
        </p>
      )}
      {view.budget && <BudgetRows budget={view.budget} />}
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 border-t border-border pt-3 tabular-nums">
        {view.agent && <Row name="Painter" value={view.agent} />}
        <Row name="Pictures" value={String(view.pictures)} />
        <Row name="Dropped" value={String(view.dropped)} />
        <Row name="Reconnects" value={String(view.reconnects)} />
      </dl>
    </div>
  );
}

function BudgetRows({ budget }: { budget: Budget }) {
  const { encodeMs, sessionMs, agentMs, produceMs, roundTripMs } = budget;
  const between = (outer: number, inner: number): string => formatMs(Math.max(0, outer - inner));
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 border-t border-border pt-3 tabular-nums">
      <Row name="Encode here" value={formatMs(encodeMs)} />
      <Row name="Network" value={between(roundTripMs, sessionMs)} />
      <Row name="Session and its link" value={between(sessionMs, agentMs)} />
      <Row name="Wait at the painter" value={between(agentMs, produceMs)} />
      <Row name="Paint" value={formatMs(produceMs)} />
      <Row name="Frame to picture" value={formatMs(encodeMs + roundTripMs)} isSum />
    </dl>
  );
}

function Row({ name, value, isSum }: { name: string; value: string; isSum?: boolean }) {
  return (
    <>
      <dt className={isSum ? "" : "text-muted"}>{name}</dt>
      <dd className="text-right break-all">{value}</dd>
    </>
  );
}

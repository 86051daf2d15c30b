import { useEffect, useRef } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { ProgressBar } from "../../../ui/progress-bar.tsx";
import { useStore } from "../../../ui/store.ts";
import type { FinalDesk, FinalState } from "./final-desk.ts";
import { FinalForm } from "./final-form.tsx";
import { words } from "./words.ts";

/** What a final would cost, or how the one that was asked for stands. */
export function FinalPanel({ desk }: { desk: FinalDesk }) {
  const state = useStore(desk.store);
  return state.stage === "none" ? <FinalForm desk={desk} /> : <FinalGoing desk={desk} state={state} />;
}

function FinalGoing({ desk, state }: { desk: FinalDesk; state: FinalState }) {
  const { step, steps, credits } = state;
  const panel = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: who came by key goes on from here.
  useEffect(() => panel.current?.focus(), []);
  return (
    <div ref={panel} tabIndex={-1} className="grid gap-3 outline-none">
      <h2 className="text-field font-semibold">{words.finalTitle}</h2>
      <p role="status" data-testid="final-progress">
        {sayingOf(state)}
      </p>
      <ProgressBar label={words.finalTitle} done={step} total={steps} />
      <p className="text-small text-muted">{words.finalHeld(credits)}</p>
      <button
        type="button"
        className={BUTTON.plain}
        disabled={state.stage === "sending"}
        onClick={() => void desk.cancel()}
      >
        {words.finalStop}
      </button>
    </div>
  );
}

function sayingOf({ stage, ahead, etaMs, step, steps, isAside }: FinalState): string {
  if (stage === "sending") return words.finalSending;
  if (stage === "queued") return words.finalQueued(ahead, etaMs);
  if (isAside) return words.finalAside;
  return steps ? words.finalStep(step, steps) : words.finalBegins;
}

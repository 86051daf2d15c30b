import type { MeterMessage } from "@llamasketch/contract";
import { Link } from "@tanstack/react-router";
import { BUTTON } from "../../../ui/button-styles.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import { leftOf } from "../../../credits/left-of.ts";
import { StopAtForm } from "./stop-at-form.tsx";
import { words } from "../../../credits/words.ts";

/** What this sketch costs, in figures, and how to bound it. */
export function MeterPanel({
  session,
  view,
  meter,
}: {
  session: SketchSession;
  view: Snapshot;
  meter: MeterMessage;
}) {
  return (
    <div className="grid gap-3">
      <h2 className="text-field font-semibold">{words.meterTitle}</h2>
      <dl className="credit-figures">
        <dt>{words.spent}</dt>
        <dd data-testid="meter-spent">{meter.spentCredits}</dd>
        <dt>{words.held}</dt>
        <dd>{meter.heldCredits}</dd>
        <dt>{words.left}</dt>
        <dd data-testid="meter-left">{leftOf(meter)}</dd>
      </dl>
      <p className="text-small text-muted">{words.how}</p>
      {view.holder === "you" ? (
        <StopAtForm
          limit={meter.stopAtCredits}
          stopAt={(credits) => {
            session.credits.stopAt(credits);
          }}
        />
      ) : (
        <p className="text-small text-muted">{words.stopAtOther}</p>
      )}
      <Link to="/credits" className={BUTTON.link}>
        {words.statement}
      </Link>
    </div>
  );
}

import { STOP_AT_MAX_CREDITS, type MeterMessage, type PauseReason } from "@llamasketch/contract";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { readCredits } from "../../../api/credits.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import { words } from "../../../credits/words.ts";

interface Props {
  session: SketchSession;
  reason: PauseReason;
  meter: MeterMessage | null;
  /** The limit is changed by whoever has the pen. */
  hasPen: boolean;
}

const MORE_CREDITS = 10;

/** Says why no pictures come any more, and what there is to do; drawing goes on under it. */
export function LimitPrompt({ session, reason, meter, hasPen }: Props) {
  const [isClosed, setClosed] = useState(false);
  const resetsAt = useResetsAt(reason);
  if (isClosed) return null;
  const spent = meter?.spentCredits ?? 0;
  return (
    <section
      role="alert"
      aria-label={words.pausedTitle[reason]}
      className="credit-prompt"
      data-testid="limit-prompt"
      data-reason={reason}
      data-spent={spent}
    >
      <div className="flex items-start gap-2">
        <h2 className="flex-1 py-2 text-field font-semibold">{words.pausedTitle[reason]}</h2>
        <button
          type="button"
          className={BUTTON.icon}
          aria-label={words.close}
          title={words.close}
          onClick={() => setClosed(true)}
        >
          <X className="size-5" aria-hidden="true" />
        </button>
      </div>
      <p>{words.pausedText[reason](spent)}</p>
      {resetsAt && <p className="text-muted">{words.freeAgain(resetsAt)}</p>}
      {reason === "no_credits" && (
        <div className="flex flex-wrap gap-2">
          <Link to="/credits" className={BUTTON.primary}>
            {words.upgrade}
          </Link>
          <button type="button" className={BUTTON.plain} onClick={() => void session.credits.again()}>
            {words.checkAgain}
          </button>
        </div>
      )}
      {reason === "storage_full" && (
        <div className="flex flex-wrap gap-2">
          <Link to="/account" className={BUTTON.primary}>
            {words.makeRoom}
          </Link>
          <button type="button" className={BUTTON.plain} onClick={() => void session.credits.again()}>
            {words.checkAgain}
          </button>
        </div>
      )}
      {reason === "limit" && !hasPen && <p className="text-muted">{words.stopAtOther}</p>}
      {reason === "limit" && hasPen && (
        <div className="flex flex-wrap gap-2">
          <button
            type="button"
            className={BUTTON.primary}
            onClick={() => session.credits.stopAt(Math.min(spent + MORE_CREDITS, STOP_AT_MAX_CREDITS))}
          >
            {words.allowMore(MORE_CREDITS)}
          </button>
          <button type="button" className={BUTTON.plain} onClick={() => session.credits.stopAt(null)}>
            {words.stopAtOff}
          </button>
        </div>
      )}
    </section>
  );
}

/** When the next free credits come, where that would help. */
function useResetsAt(reason: PauseReason): string | null {
  const [resetsAt, setResetsAt] = useState<string | null>(null);
  useEffect(() => {
    if (reason !== "no_credits") return;
    let isCurrent = true;
    readCredits().then(
      ({ free }) => isCurrent && free.perDay > 0 && setResetsAt(free.resetsAt),
      // Without it the rest still holds.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [reason]);
  return resetsAt;
}

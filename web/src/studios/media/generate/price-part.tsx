import type { QuoteView } from "@llamasketch/contract";
import { RotateCw } from "lucide-react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { useOnline } from "../../../ui/use-online.ts";
import { ProblemNote } from "./problem-note.tsx";
import { words } from "./words.ts";

interface Props {
  quote: QuoteView | undefined;
  /** Without which there is no price. */
  missing: string | null;
  /** It is of what the form says now. */
  isCurrent: boolean;
  quoteError: unknown;
  askAgain: () => void;
  isSending: boolean;
  sendError: unknown;
}

/** What it costs, line by line, and the button that agrees to it. */
export function PricePart({ quote, missing, isCurrent, quoteError, askAgain, isSending, sendError }: Props) {
  const isOnline = useOnline();
  return (
    <div className="generate-pay">
      <div className="generate-price" data-testid="quote" data-units={isCurrent ? quote?.units : undefined}>
        <h3 className="sr-only">{words.priceTitle}</h3>
        {quote && isCurrent ? (
          <>
            <ul>
              {quote.lines.map(({ kind, text, units }) => (
                <li key={kind} className="flex justify-between gap-3">
                  <span className="min-w-0 break-words text-muted">
                    {kind === "work" ? text : kind === "idle" ? words.idleLine : words.demandLine(units)}
                  </span>
                  <span className="whitespace-nowrap tabular-nums">{words.lineUnits(units)}</span>
                </li>
              ))}
            </ul>
            <p className="mt-1 text-small text-muted">
              {words.bands[quote.band]}. {words.holdsUntil(quote.expiresAt)}
            </p>
          </>
        ) : quoteError ? (
          <>
            <ProblemNote error={quoteError} />
            <button type="button" className={`${BUTTON.plain} mt-2`} onClick={askAgain}>
              <RotateCw className="size-4" aria-hidden="true" />
              {words.tryAgain}
            </button>
          </>
        ) : (
          <p className="text-muted" role="status">
            {isOnline ? (missing ?? words.asking) : words.offline}
          </p>
        )}
      </div>
      <ProblemNote error={sendError} />
      <button
        type="submit"
        className={BUTTON.primary}
        disabled={isSending || !quote || !isCurrent || !isOnline}
        data-testid="generate"
      >
        {!isOnline
          ? words.notOffline
          : isSending
            ? words.sending
            : quote && isCurrent
              ? words.generateFor(quote.units)
              : words.generate}
      </button>
    </div>
  );
}

import { FINAL_SIDES_PX, type QuoteView } from "@llamasketch/contract";
import { useEffect, useId, useState } from "react";
import { ApiFailure } from "../../../api/api-failure.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { FailureNote } from "../../../app/failure-note.tsx";
import { useStore } from "../../../ui/store.ts";
import type { FinalDesk } from "./final-desk.ts";
import { words } from "./words.ts";

type Offer = { sidePx: number; quote: QuoteView | null };

/** Sizes with what each costs, asked for when the panel opens: what is pressed is what is paid. */
export function FinalForm({ desk }: { desk: FinalDesk }) {
  const [offers, setOffers] = useState<Offer[] | null>(null);
  const [sidePx, setSidePx] = useState<number>(FINAL_SIDES_PX[0]);
  const [failure, setFailure] = useState<unknown>(null);
  const [asked, setAsked] = useState(0);
  const { isShown } = useStore(desk.store);
  const name = useId();
  useEffect(() => {
    let isGone = false;
    offersOf(desk).then(
      (found) => !isGone && setOffers(found),
      (error: unknown) => !isGone && setFailure(error),
    );
    return () => {
      isGone = true;
    };
  }, [desk, asked]);
  const chosen = offers?.find((offer) => offer.sidePx === sidePx)?.quote ?? null;

  async function ask(quote: QuoteView): Promise<void> {
    setFailure(null);
    try {
      await desk.ask(sidePx, quote);
    } catch (error) {
      setFailure(error);
      // Each promise is good for once, and not for long.
      setAsked(asked + 1);
    }
  }

  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) void ask(chosen);
      }}
    >
      <h2 className="text-field font-semibold">{words.finalTitle}</h2>
      <p className="text-small text-muted">{isShown ? words.finalShownLead : words.finalLead}</p>
      <fieldset className="grid" aria-label={words.finalSizes}>
        {FINAL_SIDES_PX.map((side) => {
          const offer = offers?.find((one) => one.sidePx === side);
          return (
            <label key={side} className="flex min-h-11 items-center gap-3 has-disabled:text-muted">
              <input
                type="radio"
                className="size-5"
                name={name}
                checked={side === sidePx}
                disabled={offer?.quote === null}
                onChange={() => setSidePx(side)}
              />
              <span>{words.finalSize(side)}</span>
              <span className="ml-auto text-muted" data-testid={`final-price-${side}`}>
                {offer && (offer.quote ? words.credits(offer.quote.units) : words.finalLarger)}
              </span>
            </label>
          );
        })}
      </fieldset>
      <FailureNote error={failure} />
      <button type="submit" className={BUTTON.primary} disabled={chosen === null} data-testid="final-ask">
        {chosen ? words.finalAsk(chosen.units) : words.finalAsking}
      </button>
    </form>
  );
}

/** Rejects when not even the smallest can be had. */
async function offersOf(desk: FinalDesk): Promise<Offer[]> {
  return Promise.all(
    FINAL_SIDES_PX.map(async (sidePx, at): Promise<Offer> => {
      try {
        return { sidePx, quote: await desk.quote(sidePx) };
      } catch (error) {
        const isBeyondPlan = error instanceof ApiFailure && error.detail.status === 400;
        if (at === 0 || !isBeyondPlan) throw error;
        return { sidePx, quote: null };
      }
    }),
  );
}

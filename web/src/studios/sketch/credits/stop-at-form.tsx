import { STOP_AT_MAX_CREDITS } from "@llamasketch/contract";
import { useId, useState } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { words } from "../../../credits/words.ts";

/** Pictures stop once so much is spent on this sketch. */
export function StopAtForm({
  limit,
  stopAt,
}: {
  limit: number | null;
  stopAt: (credits: number | null) => void;
}) {
  const id = useId();
  const [text, setText] = useState(limit === null ? "" : String(limit));
  const [isBad, setBad] = useState(false);
  const set = (): void => {
    const credits = Number(text);
    const isGood = /^\d+$/.test(text.trim()) && credits >= 1 && credits <= STOP_AT_MAX_CREDITS;
    setBad(!isGood);
    if (isGood) stopAt(credits);
  };
  return (
    <form
      className="grid gap-2 border-t border-border pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        set();
      }}
    >
      <label htmlFor={id}>
        {words.stopAt} <span className="text-muted">{words.stopAtUnit}</span>
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          className="h-11 w-full min-w-0 rounded-lg border border-edge bg-surface px-3 text-field text-text select-text aria-invalid:border-bad"
          value={text}
          aria-invalid={isBad || undefined}
          aria-describedby={`${id}-said`}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className={BUTTON.plain}>
          {words.stopAtSet}
        </button>
        {limit !== null && (
          <button
            type="button"
            className={`${BUTTON.plain} whitespace-nowrap`}
            onClick={() => {
              setText("");
              setBad(false);
              stopAt(null);
            }}
          >
            {words.stopAtOff}
          </button>
        )}
      </div>
      <p id={`${id}-said`} role="status" className={`text-small ${isBad ? "text-bad" : "text-muted"}`}>
        {isBad ? words.stopAtBad(STOP_AT_MAX_CREDITS) : limit !== null && words.stopAtIs(limit)}
      </p>
    </form>
  );
}

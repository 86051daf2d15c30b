import { Check } from "lucide-react";
import type { Creation } from "../../../api/creations.ts";
import { absoluteTime, relativeTime } from "../../../ui/relative-time.ts";
import { CreationImage } from "./creation-image.tsx";
import { nameOf } from "./name-of.ts";
import { words } from "./words.ts";

interface Props {
  creation: Creation;
  nowMs: number;
  /** The one that Tab comes to. */
  isCurrent: boolean;
  isChosen: boolean;
  open: () => void;
  /** `isRange`: all from the last choice to this one. */
  choose: (isRange: boolean) => void;
}

export function CreationCard({ creation, nowMs, isCurrent, isChosen, open, choose }: Props) {
  const { id, results } = creation;
  const name = nameOf(creation);
  const madeMs = Date.parse(creation.createdAt);
  return (
    <div
      data-chosen={isChosen || undefined}
      className="relative h-full overflow-hidden rounded-lg border border-border bg-surface outline-primary transition-transform duration-150 hover:-translate-y-0.5 has-[>button:focus-visible]:outline-2 has-[>button:focus-visible]:outline-offset-2 data-chosen:border-primary data-chosen:ring-2 data-chosen:ring-primary"
    >
      <button
        type="button"
        data-creation={id}
        tabIndex={isCurrent ? 0 : -1}
        className="block w-full cursor-pointer text-left outline-none"
        onClick={open}
        // Space chooses, and does no more when it is let go.
        onKeyUp={(event) => event.key === " " && event.preventDefault()}
      >
        <CreationImage creation={creation} />
        <span className="block px-3 py-2">
          <span className="block truncate font-medium" data-testid="creation-prompt">
            {name}
          </span>
          <span className="block truncate text-small text-muted">
            <time dateTime={creation.createdAt} title={absoluteTime(madeMs)}>
              {relativeTime(madeMs, nowMs)}
            </time>
            {results.length > 1 && ` · ${words.pictures(results.length)}`}
          </span>
        </span>
      </button>
      <label className="absolute top-0 left-0 grid size-11 cursor-pointer place-content-center">
        <input
          type="checkbox"
          className="peer sr-only"
          aria-label={words.choose(name)}
          tabIndex={isCurrent ? 0 : -1}
          checked={isChosen}
          readOnly
          onClick={({ shiftKey }) => choose(shiftKey)}
        />
        <span className="grid size-6 place-content-center rounded-md border-2 border-white bg-[rgb(0_0_0/0.55)] text-white shadow-raised outline-primary peer-checked:border-strong peer-checked:bg-strong peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2">
          {isChosen && <Check className="size-4" aria-hidden="true" />}
        </span>
      </label>
    </div>
  );
}

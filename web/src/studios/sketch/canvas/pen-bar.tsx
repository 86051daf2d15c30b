import { words } from "./words.ts";

/** Another device draws; this one may ask for the pen. */
export function PenBar({ isTaking, take }: { isTaking: boolean; take: () => void }) {
  return (
    <div className="flex items-center justify-between gap-3 rounded-lg border border-border bg-surface py-1 pr-1 pl-4 text-text shadow-raised">
      <span>{words.otherDevice}</span>
      <button
        type="button"
        data-testid="take-pen"
        className="min-h-11 rounded-lg bg-strong px-4 font-medium whitespace-nowrap text-white hover:brightness-110 disabled:opacity-60"
        disabled={isTaking}
        onClick={take}
      >
        {isTaking ? words.takingPen : words.takePen}
      </button>
    </div>
  );
}

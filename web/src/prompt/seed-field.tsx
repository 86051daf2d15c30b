import type { Settings } from "@llamasketch/contract";
import { Dices, Lock, LockOpen } from "lucide-react";
import { useId, useState } from "react";
import { BUTTON } from "../ui/button-styles.ts";
import { randomSeed } from "./random-seed.ts";
import { words } from "./words.ts";

interface Props {
  value: number;
  isLocked: boolean;
  disabled: boolean;
  change: (part: Partial<Settings>) => void;
  lock: (isLocked: boolean) => void;
}

const SEED_MAX = 0xffff_ffff;

/** The number that chance starts from: the same drawing, words and seed give the same picture. */
export function SeedField({ value, isLocked, disabled, change, lock }: Props) {
  const lockLabel = isLocked ? words.unlockSeed : words.lockSeed;
  const rerollLabel = isLocked ? words.seedIsLocked : words.newSeed;
  const LockIcon = isLocked ? Lock : LockOpen;
  /** What was typed and is no seed; the seed stays as it was. */
  const [wrong, setWrong] = useState<string | null>(null);
  const problemId = useId();
  return (
    <div className="flex items-center">
      <label className="flex items-center gap-3 whitespace-nowrap">
        <span className="text-muted">{words.seed}</span>
        <input
          inputMode="numeric"
          className="h-11 w-[13ch] rounded-lg border border-edge bg-surface px-3 text-field tabular-nums select-text disabled:opacity-60 lg:text-body"
          value={wrong ?? String(value)}
          disabled={disabled || isLocked}
          aria-invalid={wrong !== null}
          aria-describedby={wrong === null ? undefined : problemId}
          onChange={({ target: { value: typed } }) => {
            const isSeed = /^\d+$/.test(typed) && Number(typed) <= SEED_MAX;
            setWrong(isSeed ? null : typed);
            if (isSeed) change({ seed: Number(typed) });
          }}
          onBlur={() => setWrong(null)}
        />
      </label>
      {wrong !== null && (
        <span id={problemId} role="alert" className="ml-2 text-small text-bad">
          {words.seedBounds}
        </span>
      )}
      <button
        type="button"
        className={`${BUTTON.icon} ${isLocked ? "text-primary" : ""}`}
        aria-label={lockLabel}
        aria-pressed={isLocked}
        title={lockLabel}
        disabled={disabled}
        onClick={() => lock(!isLocked)}
      >
        <LockIcon className="size-5" aria-hidden="true" />
      </button>
      <button
        type="button"
        className={BUTTON.icon}
        aria-label={rerollLabel}
        title={rerollLabel}
        disabled={disabled || isLocked}
        onClick={() => change({ seed: randomSeed() })}
      >
        <Dices className="size-5" aria-hidden="true" />
      </button>
    </div>
  );
}

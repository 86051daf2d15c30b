import { useState } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Field } from "../../../ui/field.tsx";
import type { Draft } from "./draft.ts";
import { words } from "./words.ts";

const SEED_MAX = 0xffff_ffff;

interface Props {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

/** What most people never need. */
export function MoreFields({ draft, change }: Props) {
  const isUsed = draft.negativePrompt !== "" || draft.seed !== null;
  return (
    <details open={isUsed || undefined}>
      <summary className={BUTTON.link}>{words.more}</summary>
      <div className="grid gap-4 pt-2">
        <Field
          label={words.negative}
          hint={words.negativeHint}
          autoComplete="off"
          maxLength={2000}
          value={draft.negativePrompt}
          change={(negativePrompt) => change({ negativePrompt })}
        />
        <SeedField seed={draft.seed} set={(seed) => change({ seed })} />
      </div>
    </details>
  );
}

function SeedField({ seed, set }: { seed: number | null; set: (seed: number | null) => void }) {
  const [text, setText] = useState(seed === null ? "" : String(seed));
  const [before, setBefore] = useState(seed);
  // Kept from a picture, beside this field.
  if (seed !== before) {
    setBefore(seed);
    setText(seed === null ? "" : String(seed));
  }
  const isBad = text.trim() !== "" && !isSeed(text);
  return (
    <Field
      label={words.seed}
      hint={words.seedHint}
      problem={isBad ? words.seedBad : undefined}
      inputMode="numeric"
      autoComplete="off"
      value={text}
      change={(next) => {
        setText(next);
        const value = isSeed(next) ? Number(next) : null;
        setBefore(value);
        set(value);
      }}
    />
  );
}

const isSeed = (text: string): boolean => /^\s*\d{1,10}\s*$/.test(text) && Number(text) <= SEED_MAX;

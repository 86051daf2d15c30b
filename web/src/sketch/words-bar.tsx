import { PROMPT_MAX_CHARS, type Settings } from "@llamasketch/contract";
import { Dices, SlidersHorizontal } from "lucide-react";
import { BUTTON } from "../page/button-styles.ts";
import { Popover } from "../page/popover.tsx";
import { randomSeed } from "./random-seed.ts";
import { SeedField } from "./seed-field.tsx";
import type { SketchSession } from "./sketch-session.ts";
import type { Snapshot } from "./snapshot.ts";
import { StrengthSlider } from "./strength-slider.tsx";

/** The words and numbers that go to the painter with the drawing. */
export function WordsBar({ session, view }: { session: SketchSession; view: Snapshot }) {
  const { settings } = view;
  const isDisabled = view.holder === "other" || view.phase === "loading";
  const change = (part: Partial<Settings>): void => session.setSettings({ ...settings, ...part });
  const strength = (
    <StrengthSlider
      value={settings.strength}
      disabled={isDisabled}
      change={(value) => change({ strength: value })}
    />
  );
  const seed = (
    <SeedField value={settings.seed} disabled={isDisabled} change={(value) => change({ seed: value })} />
  );
  const reroll = (
    <button
      type="button"
      className={BUTTON.icon}
      aria-label="New seed"
      title="New seed"
      disabled={isDisabled}
      onClick={() => change({ seed: randomSeed() })}
    >
      <Dices className="size-5" aria-hidden="true" />
    </button>
  );
  return (
    <form
      className="sketch-words flex min-w-0 items-center gap-1 px-2 lg:gap-4 lg:px-4 lg:py-3"
      aria-label="Words and settings"
      onSubmit={(event) => event.preventDefault()}
    >
      <input
        id="prompt"
        aria-label="Prompt"
        placeholder="What is it? A lighthouse at dusk"
        className="h-11 min-w-0 flex-1 rounded-lg border border-edge bg-surface px-3 text-[16px] text-text select-text placeholder:text-muted disabled:opacity-60"
        maxLength={PROMPT_MAX_CHARS}
        value={settings.prompt}
        disabled={isDisabled}
        enterKeyHint="done"
        autoComplete="off"
        onChange={(event) => change({ prompt: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <div className="hidden items-center gap-4 lg:flex">
        {strength}
        <div className="flex items-center gap-1">
          {seed}
          {reroll}
        </div>
      </div>
      <div className="flex lg:hidden">
        <Popover
          label="Strength and seed"
          triggerClass={BUTTON.icon}
          panelClass="top-[calc(100%+8px)] right-0"
          disabled={isDisabled}
          trigger={<SlidersHorizontal className="size-5" aria-hidden="true" />}
        >
          <div className="grid gap-3">
            {strength}
            <div className="flex items-center gap-1">
              {seed}
              {reroll}
            </div>
          </div>
        </Popover>
      </div>
    </form>
  );
}

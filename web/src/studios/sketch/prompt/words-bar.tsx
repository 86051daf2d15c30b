import type { Settings } from "@llamasketch/contract";
import { ChevronDown, WandSparkles } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Popover } from "../../../ui/popover.tsx";
import { useMedia, WIDE } from "../../../ui/use-media.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import { PromptField } from "../../../prompt/prompt-field.tsx";
import { PromptSheet } from "../../../prompt/prompt-sheet.tsx";
import { RecentList } from "../../../prompt/recent-list.tsx";
import { SeedField } from "../../../prompt/seed-field.tsx";
import { StrengthSlider } from "../../../prompt/strength-slider.tsx";
import { StyleChips } from "../../../prompt/style-chips.tsx";
import { styleOf } from "../../../prompt/styles.ts";
import { usePromptKeys } from "./use-prompt-keys.ts";
import { words } from "../../../prompt/words.ts";

const PromptHelper = lazy(async () => ({
  default: (await import("../../../prompt/prompt-helper.tsx")).PromptHelper,
}));

/** The words and numbers that go to the painter with the drawing. */
export function WordsBar({ session, view }: { session: SketchSession; view: Snapshot }) {
  const { settings } = view;
  const isWide = useMedia(WIDE);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isHelperOpen, setHelperOpen] = useState(false);
  const isDisabled = view.holder === "other" || view.phase === "loading";
  const change = (part: Partial<Settings>): void => session.setSettings({ ...settings, ...part });
  const changePrompt = (prompt: string): void => change({ prompt });
  usePromptKeys(session, isDisabled, () => {
    if (isWide) document.getElementById("prompt")?.focus();
    else setSheetOpen(true);
  });

  const strength = (
    <StrengthSlider
      value={settings.strength}
      disabled={isDisabled}
      change={(value) => change({ strength: value })}
    />
  );
  const seed = (
    <SeedField
      value={settings.seed}
      isLocked={view.seedLocked}
      disabled={isDisabled}
      change={change}
      lock={(isLocked) => session.lockSeed(isLocked)}
    />
  );
  const ideas = (
    <button
      type="button"
      className={isWide ? BUTTON.icon : BUTTON.plain}
      aria-label={words.ideas}
      title={words.ideas}
      disabled={isDisabled}
      onClick={() => setHelperOpen(true)}
    >
      <WandSparkles className="size-5" aria-hidden="true" />
      {!isWide && words.ideas}
    </button>
  );
  const style = styleOf(settings.prompt);

  return (
    <form
      className="sketch-words flex min-w-0 items-center gap-1 px-2 lg:gap-3 lg:px-4 lg:py-3"
      aria-label={words.bar}
      onSubmit={(event) => event.preventDefault()}
    >
      {isWide ? (
        <>
          <PromptField
            value={settings.prompt}
            disabled={isDisabled}
            change={changePrompt}
            done={() => document.getElementById("prompt")?.blur()}
            grows="up"
          />
          {ideas}
          <Popover
            label={words.style}
            triggerClass={`${BUTTON.plain} whitespace-nowrap`}
            panelClass="bottom-[calc(100%+8px)] right-0 w-120"
            disabled={isDisabled}
            trigger={
              <>
                {style ? words.styleNames[style.id] : words.style}
                <ChevronDown className="size-4" aria-hidden="true" />
              </>
            }
          >
            <StyleChips prompt={settings.prompt} disabled={isDisabled} change={changePrompt} />
          </Popover>
          {strength}
          {seed}
        </>
      ) : (
        <button
          type="button"
          data-testid="prompt-open"
          className="h-11 min-w-0 flex-1 truncate rounded-lg border border-edge bg-surface px-3 text-left text-field disabled:opacity-60"
          disabled={isDisabled}
          onClick={() => setSheetOpen(true)}
        >
          {settings.prompt.trim() || <span className="text-muted">{words.promptHint}</span>}
        </button>
      )}
      {isSheetOpen && !isWide && (
        <PromptSheet close={() => setSheetOpen(false)}>
          <PromptField
            value={settings.prompt}
            disabled={isDisabled}
            change={changePrompt}
            done={() => setSheetOpen(false)}
            grows="down"
            isFirstFocus
          />
          <StyleChips prompt={settings.prompt} disabled={isDisabled} change={changePrompt} />
          {strength}
          {seed}
          {ideas}
          <RecentList take={changePrompt} />
        </PromptSheet>
      )}
      {isHelperOpen && (
        <Suspense>
          <PromptHelper
            prompt={settings.prompt}
            take={(prompt) => {
              changePrompt(prompt);
              setHelperOpen(false);
            }}
            close={() => setHelperOpen(false)}
          />
        </Suspense>
      )}
    </form>
  );
}

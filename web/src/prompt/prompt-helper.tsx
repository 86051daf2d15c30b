import { PROMPT_MAX_CHARS } from "@llamasketch/contract";
import { X } from "lucide-react";
import { useState } from "react";
import { BUTTON } from "../ui/button-styles.ts";
import { Sheet } from "../ui/sheet.tsx";
import { EXAMPLES } from "./examples.ts";
import { CHOICES, compose, decompose, EMPTY_RECIPE, PARTS, type Part } from "./ingredients.ts";
import { styleOf, withoutStyle, withStyle } from "./styles.ts";
import { rememberPrompt } from "./use-suggestions.ts";
import { words } from "./words.ts";

interface Props {
  prompt: string;
  take: (prompt: string) => void;
  close: () => void;
}

const chip =
  "min-h-11 rounded-full border px-4 text-left transition-colors duration-150 border-edge hover:bg-raised aria-pressed:border-strong aria-pressed:bg-strong aria-pressed:text-white";

/** Builds a prompt of subject, medium, light and mood, or takes a whole one from the examples. */
export function PromptHelper({ prompt, take, close }: Props) {
  const [recipe, setRecipe] = useState(() => decompose(withoutStyle(prompt)));
  // A medium of one's own replaces the style.
  const style = recipe.medium ? null : styleOf(prompt);
  const made = style ? withStyle(compose(recipe), style) : compose(recipe);
  const isTooLong = made.length > PROMPT_MAX_CHARS;
  const set = (part: Part, text: string): void => setRecipe({ ...recipe, [part]: text });
  function use(text: string): void {
    rememberPrompt(text);
    take(text);
  }

  return (
    <Sheet label={words.helperTitle} at="middle" close={close}>
      <div className="flex max-h-[inherit] flex-col">
        <header className="flex items-start gap-3 border-b border-border px-4 py-2">
          <div className="min-w-0 flex-1 py-1">
            <h2 className="text-title font-semibold">{words.helperTitle}</h2>
            <p className="text-muted">{words.helperLead}</p>
          </div>
          <button type="button" className={BUTTON.icon} aria-label={words.close} onClick={close}>
            <X className="size-5" aria-hidden="true" />
          </button>
        </header>
        <div className="grid min-h-0 flex-1 gap-5 overflow-y-auto overscroll-contain px-4 py-4">
          {PARTS.map((part) => (
            <fieldset key={part} className="min-w-0">
              <legend className="mb-2 text-field font-semibold">{words.partNames[part]}</legend>
              <div className="flex flex-wrap gap-2">
                {CHOICES[part].map((choice) => (
                  <button
                    key={choice}
                    type="button"
                    className={chip}
                    aria-pressed={recipe[part] === choice}
                    onClick={() => set(part, recipe[part] === choice ? "" : choice)}
                  >
                    {choice}
                  </button>
                ))}
                <input
                  aria-label={words.ownWords(words.partNames[part])}
                  placeholder={words.ownWords(words.partNames[part])}
                  className="h-11 min-w-56 flex-1 rounded-full border border-edge bg-surface px-4 text-field placeholder:text-muted lg:text-body"
                  maxLength={PROMPT_MAX_CHARS}
                  value={CHOICES[part].includes(recipe[part]) ? "" : recipe[part]}
                  onChange={(event) => set(part, event.target.value)}
                />
              </div>
            </fieldset>
          ))}
          <section aria-labelledby="examples-title">
            <h3 id="examples-title" className="mb-2 text-field font-semibold">
              {words.examplesTitle}
            </h3>
            <ul className="grid gap-2 sm:grid-cols-2">
              {EXAMPLES.map((example) => (
                <li key={example}>
                  <button
                    type="button"
                    className="size-full min-h-11 rounded-lg border border-border bg-surface px-3 py-2 text-left hover:bg-raised"
                    onClick={() => use(example)}
                  >
                    {example}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        </div>
        <footer className="flex flex-wrap items-center gap-3 border-t border-border px-4 py-3">
          <p
            className="max-h-[4.5em] min-w-48 flex-1 overflow-y-auto"
            aria-live="polite"
            data-testid="helper-preview"
          >
            <span className="sr-only">{words.preview}: </span>
            {isTooLong ? (
              <span className="text-bad">{words.tooLong}</span>
            ) : (
              made || <span className="text-muted">{words.promptEmpty}</span>
            )}
          </p>
          <div className="ml-auto flex gap-2">
            <button type="button" className={BUTTON.plain} onClick={() => setRecipe(EMPTY_RECIPE)}>
              {words.clearAll}
            </button>
            <button
              type="button"
              className={BUTTON.primary}
              disabled={!made || isTooLong}
              onClick={() => use(made)}
            >
              {words.useWords}
            </button>
          </div>
        </footer>
      </div>
    </Sheet>
  );
}

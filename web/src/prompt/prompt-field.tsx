import { PROMPT_MAX_CHARS } from "@llamasketch/contract";
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { rememberPrompt, useSuggestions } from "./use-suggestions.ts";
import { words } from "./words.ts";

interface Props {
  value: string;
  disabled: boolean;
  change: (prompt: string) => void;
  /** Enter, or Escape when no suggestion is open. */
  done: () => void;
  /** `up`: one line that grows over what is above it, while it has the focus. */
  grows: "up" | "down";
  /** The sheet around it puts the focus here first. */
  isFirstFocus?: boolean;
}

const LEAVING_MS = 250;

/** One line of words that grows with them, and suggests what may be meant. */
export function PromptField({ value, disabled, change, done, grows, isFirstFocus }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const leaving = useRef(0);
  const [isFocused, setFocused] = useState(false);
  const [isClosed, setClosed] = useState(false);
  const [active, setActive] = useState(-1);
  const listId = useId();
  const isUp = grows === "up";
  // In a sheet the recent prompts have a place of their own.
  const suggestions = useSuggestions(value, isFocused && !isClosed && (isUp || value.trim() !== ""));
  const isGrown = isFocused || !isUp;

  useEffect(() => setActive(-1), [suggestions]);
  // A touch of the canvas is no click: it would leave the focus, and every key, here.
  useEffect(() => {
    if (!isFocused || !isUp) return;
    const leave = ({ target }: PointerEvent): void => {
      if (target instanceof Node && !box.current?.contains(target)) field.current?.blur();
    };
    document.addEventListener("pointerdown", leave, { capture: true });
    return () => document.removeEventListener("pointerdown", leave, { capture: true });
  }, [isFocused, isUp]);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "44px";
    if (isGrown) element.style.height = `${element.scrollHeight + 2}px`;
    else element.scrollTop = 0;
  }, [value, isGrown, isFocused]);

  function choose(prompt: string): void {
    change(prompt);
    rememberPrompt(prompt);
    setClosed(true);
  }

  function onKey(event: KeyboardEvent): void {
    const isOpen = suggestions.length > 0;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && isOpen) {
      // One place beyond the ends stands for what was typed.
      const places = suggestions.length + 1;
      setActive(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter") {
      const chosen = suggestions[active];
      if (chosen === undefined) done();
      else choose(chosen);
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      setClosed(true);
    } else if (event.key === "Escape") {
      done();
    } else {
      return;
    }
    event.preventDefault();
  }

  return (
    <div ref={box} className={isUp ? "relative h-11 min-w-0 flex-1" : "min-w-0"}>
      <div
        className={`flex gap-2 ${isUp ? "absolute inset-x-0 bottom-0 z-10 flex-col-reverse" : "flex-col"}`}
      >
        <textarea
          ref={field}
          id="prompt"
          data-first-focus={isFirstFocus ? "" : undefined}
          rows={1}
          role="combobox"
          aria-label={words.prompt}
          aria-autocomplete="list"
          aria-expanded={suggestions.length > 0}
          aria-controls={suggestions.length > 0 ? listId : undefined}
          aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
          placeholder={words.promptHint}
          className={`w-full shrink-0 resize-none rounded-lg border border-edge bg-surface px-3 py-2.5 text-field leading-5.5 text-text select-text placeholder:text-muted disabled:opacity-60 ${
            isGrown ? "max-h-[30dvh] overflow-y-auto" : "overflow-hidden"
          }`}
          maxLength={PROMPT_MAX_CHARS}
          value={value}
          disabled={disabled}
          enterKeyHint="done"
          autoComplete="off"
          autoCapitalize="off"
          onFocus={() => {
            clearTimeout(leaving.current);
            setFocused(true);
            setClosed(false);
          }}
          onBlur={() => {
            rememberPrompt(value);
            // What lies below the list in a sheet must not move between a touch and its click.
            leaving.current = window.setTimeout(() => setFocused(false), isUp ? 0 : LEAVING_MS);
          }}
          onChange={(event) => {
            setClosed(false);
            // A prompt is one line, also when several are pasted.
            change(event.target.value.replace(/\s*\n\s*/g, " "));
          }}
          onKeyDown={onKey}
        />
        {suggestions.length > 0 && (
          <ul
            id={listId}
            role="listbox"
            aria-label={words.suggestions}
            data-testid="suggestions"
            className="max-h-[40dvh] overflow-y-auto rounded-lg border border-border bg-surface py-1 shadow-raised"
          >
            {suggestions.map((prompt, at) => (
              <li
                key={prompt}
                id={`${listId}-${at}`}
                role="option"
                aria-selected={at === active}
                className={`flex min-h-11 cursor-pointer items-center px-3 py-1 hover:bg-raised ${at === active ? "bg-raised" : ""}`}
                // Before the field loses the focus, and the list with it.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(prompt)}
              >
                {prompt}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

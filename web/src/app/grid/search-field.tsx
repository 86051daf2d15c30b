import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { BUTTON } from "../../ui/button-styles.ts";
import { useShortcuts } from "../use-shortcuts.ts";
import { words } from "../words.ts";

const WAIT_MS = 250;
const FIND_MAX_CHARS = 100;

interface Props {
  label: string;
  find: string;
  search: (find: string) => void;
}

/** Looks for something while one writes. Escape empties it. */
export function SearchField({ label, find, search }: Props) {
  const [text, setText] = useState(find);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ search: () => field.current?.focus() });
  useEffect(() => {
    if (text.trim() === find) return;
    const timer = setTimeout(() => search(text.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text, find, search]);
  return (
    <search className="library-search">
      <Search className="pointer-events-none absolute left-3 size-5 text-muted" aria-hidden="true" />
      <input
        ref={field}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={label}
        placeholder={label}
        className="h-11 w-full min-w-0 rounded-lg border border-edge bg-surface pr-11 pl-10 text-field placeholder:text-muted lg:text-body"
        maxLength={FIND_MAX_CHARS}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          setText("");
          event.currentTarget.blur();
        }}
      />
      {text && (
        <button
          type="button"
          className={`${BUTTON.icon} absolute right-0`}
          aria-label={words.clearSearch}
          title={words.clearSearch}
          onClick={() => {
            setText("");
            field.current?.focus();
          }}
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      )}
    </search>
  );
}

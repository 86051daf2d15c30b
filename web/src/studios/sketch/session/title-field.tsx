import { useEffect, useState } from "react";
import { words } from "./words.ts";

const TITLE_MAX_CHARS = 120;

/** The sketch's name, changed where it stands. Enter or leaving it saves, Escape takes it back. */
export function TitleField({ title, rename }: { title: string; rename: (title: string) => void }) {
  const [text, setText] = useState(title);
  useEffect(() => setText(title), [title]);

  function save(): void {
    const trimmed = text.trim();
    if (trimmed && trimmed !== title) rename(trimmed);
    else setText(title);
  }
  return (
    <input
      aria-label={words.nameField}
      className="h-11 w-full max-w-[28ch] min-w-0 truncate rounded-lg bg-transparent px-2 text-field font-medium hover:bg-raised lg:text-body"
      maxLength={TITLE_MAX_CHARS}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setText(title);
      }}
    />
  );
}

import { useEffect, useRef, useState } from "react";
import { words } from "./words.ts";

interface Props {
  title: string;
  save: (title: string) => void;
  cancel: () => void;
}

const TITLE_MAX_CHARS = 120;

/** Enter or leaving it saves, Escape takes it back. */
export function RenameForm({ title, save, cancel }: Props) {
  const [text, setText] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  function submit(): void {
    const trimmed = text.trim();
    if (trimmed && trimmed !== title) save(trimmed);
    else cancel();
  }
  return (
    <form
      className="absolute inset-x-0 bottom-0 bg-surface p-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        ref={field}
        aria-label={words.name}
        className="h-11 w-full rounded-lg border border-edge bg-background px-3 text-field"
        maxLength={TITLE_MAX_CHARS}
        value={text}
        enterKeyHint="done"
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onBlur={submit}
        onKeyDown={(event) => {
          if (event.key === "Escape") cancel();
        }}
      />
    </form>
  );
}

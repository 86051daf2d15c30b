import { useState } from "react";

interface Props {
  title: string;
  save: (title: string) => void;
  cancel: () => void;
}

export function RenameForm({ title, save, cancel }: Props) {
  const [text, setText] = useState(title);
  function submit(): void {
    const trimmed = text.trim();
    if (trimmed && trimmed !== title) save(trimmed);
    else cancel();
  }
  return (
    <form
      className="p-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        autoFocus
        aria-label="Name"
        className="h-11 w-full rounded-lg border border-edge bg-background px-3 text-[16px]"
        maxLength={120}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setText(event.target.value)}
        onBlur={submit}
        onKeyDown={(event) => {
          if (event.key === "Escape") cancel();
        }}
      />
    </form>
  );
}

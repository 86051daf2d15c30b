import { useState } from "react";
import { recentPrompts } from "./use-suggestions.ts";
import { words } from "./words.ts";

const SHOWN = 5;

/** The prompts used last, as they were when this was opened. */
export function RecentList({ take }: { take: (prompt: string) => void }) {
  const [recent] = useState(() => recentPrompts().slice(0, SHOWN));
  if (!recent.length) return null;
  return (
    <section aria-label={words.recent}>
      <h3 className="mb-1 text-muted">{words.recent}</h3>
      <ul className="overflow-hidden rounded-lg border border-border">
        {recent.map((prompt) => (
          <li key={prompt}>
            <button
              type="button"
              className="min-h-11 w-full px-3 py-2 text-left hover:bg-raised"
              onClick={() => take(prompt)}
            >
              {prompt}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

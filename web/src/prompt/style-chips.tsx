import { STYLES, styleOf, toggleStyle } from "./styles.ts";
import { words } from "./words.ts";

/** How many styles have a number key. */
const KEYS = 6;

interface Props {
  prompt: string;
  disabled: boolean;
  change: (prompt: string) => void;
  /** False where the number keys do nothing. */
  hasKeys?: boolean;
}

export function StyleChips({ prompt, disabled, change, hasKeys = true }: Props) {
  const keys = hasKeys ? KEYS : 0;
  const on = styleOf(prompt);
  return (
    <div className="flex flex-wrap gap-2" role="group" aria-label={words.style}>
      {STYLES.map((style, at) => {
        const name = words.styleNames[style.id];
        return (
          <button
            key={style.id}
            type="button"
            className={`flex min-h-11 items-center gap-2 rounded-full border px-4 whitespace-nowrap transition-colors duration-150 disabled:opacity-40 ${
              on === style ? "border-strong bg-strong text-white" : "border-edge hover:bg-raised"
            }`}
            aria-pressed={on === style}
            title={at < keys ? words.styleKey(name, at + 1) : name}
            disabled={disabled}
            onClick={() => change(toggleStyle(prompt, style))}
          >
            {name}
            {at < keys && (
              <kbd className="hidden font-sans text-micro opacity-70 lg:inline" aria-hidden="true">
                {at + 1}
              </kbd>
            )}
          </button>
        );
      })}
    </div>
  );
}

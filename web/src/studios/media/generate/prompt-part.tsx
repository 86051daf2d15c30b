import { WandSparkles } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { PromptField } from "../../../prompt/prompt-field.tsx";
import { StyleChips } from "../../../prompt/style-chips.tsx";
import { styleOf } from "../../../prompt/styles.ts";
import { words as promptWords } from "../../../prompt/words.ts";
import { words } from "./words.ts";

const PromptHelper = lazy(async () => ({
  default: (await import("../../../prompt/prompt-helper.tsx")).PromptHelper,
}));

/** The words, their style, and help with them: as on the sketch page. */
export function PromptPart({ prompt, change }: { prompt: string; change: (prompt: string) => void }) {
  const [isHelperOpen, setHelperOpen] = useState(false);
  const style = styleOf(prompt);
  return (
    <div className="grid gap-2">
      <PromptField
        value={prompt}
        disabled={false}
        change={change}
        done={() => document.getElementById("prompt")?.blur()}
        grows="down"
      />
      <div className="flex flex-wrap items-start justify-between gap-2">
        <details className="min-w-0 flex-1">
          <summary className={`${BUTTON.link} min-w-11`}>
            {style ? words.styleOn(promptWords.styleNames[style.id]) : words.style}
          </summary>
          <StyleChips prompt={prompt} disabled={false} change={change} hasKeys={false} />
        </details>
        <button type="button" className={BUTTON.plain} onClick={() => setHelperOpen(true)}>
          <WandSparkles className="size-5" aria-hidden="true" />
          {words.ideas}
        </button>
      </div>
      {isHelperOpen && (
        <Suspense>
          <PromptHelper
            prompt={prompt}
            take={(taken) => {
              change(taken);
              setHelperOpen(false);
            }}
            close={() => setHelperOpen(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

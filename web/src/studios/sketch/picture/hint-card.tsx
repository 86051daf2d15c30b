import { Lightbulb } from "lucide-react";
import type { Snapshot } from "../session/snapshot.ts";
import { useHint } from "./use-hint.ts";
import { words } from "./words.ts";

/** Why the picture may look unchanged, once and calmly. */
export function HintCard({ view }: { view: Snapshot }) {
  const { hint, dismiss } = useHint({
    strength: view.settings.strength,
    hasPrompt: view.settings.prompt.trim() !== "",
    isBlank: view.isBlank,
    pictures: view.pictures,
    isSame: view.isSamePicture,
  });
  if (!hint || view.holder === "other") return null;
  return (
    <div
      role="status"
      data-testid="hint"
      className="flex items-center gap-3 rounded-lg border border-border bg-surface py-1 pr-1 pl-4 text-text shadow-raised"
    >
      <Lightbulb className="size-5 shrink-0 text-muted" aria-hidden="true" />
      <p className="min-w-0 flex-1 py-2">{words.hints[hint]}</p>
      <button
        type="button"
        className="min-h-11 rounded-lg px-3 font-medium hover:bg-raised"
        onClick={dismiss}
      >
        {words.dismiss}
      </button>
    </div>
  );
}

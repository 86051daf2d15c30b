import { Pin, PinOff } from "lucide-react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { useStore } from "../../../ui/store.ts";
import type { History } from "./history.ts";
import { words } from "./words.ts";

/** Pins the picture on the screen with one touch, as S does. */
export function PinShown({ history }: { history: History }) {
  useStore(history.store);
  const picture = history.shown();
  if (!picture) return null;
  const isPinned = picture.pinnedAt !== null;
  const label = isPinned ? words.unpin : words.pin;
  const Icon = isPinned ? PinOff : Pin;
  return (
    <button
      type="button"
      className={`${BUTTON.icon} ${isPinned ? "text-primary" : ""}`}
      aria-label={label}
      title={label}
      aria-pressed={isPinned}
      onClick={() => void history.pin(picture)}
    >
      <Icon className="size-5" aria-hidden="true" />
    </button>
  );
}

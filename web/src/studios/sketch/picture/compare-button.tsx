import { Eye } from "lucide-react";
import type { Store } from "../../../ui/store.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { holdHandlers } from "./hold.ts";
import type { Look } from "./look.ts";
import { words } from "./words.ts";

/** Shows the drawing in the picture's place while it is held. */
export function CompareButton({ look, disabled }: { look: Store<Look>; disabled?: boolean }) {
  return (
    <button
      type="button"
      className={`${BUTTON.icon} touch-none`}
      aria-label={words.compare}
      title={words.compare}
      disabled={disabled}
      {...holdHandlers((isComparing) => look.set({ isComparing }))}
    >
      <Eye className="size-5" aria-hidden="true" />
    </button>
  );
}

import type { ReactNode } from "react";
import { BUTTON } from "../ui/button-styles.ts";
import { Sheet } from "../ui/sheet.tsx";
import { words } from "./words.ts";

/** All words and numbers, for screens where they have no line of their own. */
export function PromptSheet({ close, children }: { close: () => void; children: ReactNode }) {
  return (
    <Sheet label={words.tune} at="top" close={close}>
      <div className="flex items-center justify-between gap-3 px-4 pt-2">
        <h2 className="text-field font-semibold">{words.tune}</h2>
        <button type="button" className={BUTTON.primary} onClick={close}>
          {words.done}
        </button>
      </div>
      <div className="grid gap-4 px-4 pt-2 pb-4">{children}</div>
    </Sheet>
  );
}

import { useEffect, useRef } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { words } from "./words.ts";

/** Says what goes, and asks once. */
export function RemoveDialog({ confirm, cancel }: { confirm: () => void; cancel: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-label={words.removeTitle}
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-lg border border-border bg-surface p-6 text-text shadow-raised backdrop:bg-[rgb(0_0_0/0.6)]"
      onClose={cancel}
    >
      <h2 className="text-title font-semibold">{words.removeTitle}</h2>
      <p className="mt-2 text-muted">{words.removeText}</p>
      <div className="mt-6 flex justify-end gap-3">
        <button type="button" className={BUTTON.plain} onClick={cancel}>
          {words.removeKeep}
        </button>
        <button type="button" className={BUTTON.danger} onClick={confirm}>
          {words.removeNow}
        </button>
      </div>
    </dialog>
  );
}

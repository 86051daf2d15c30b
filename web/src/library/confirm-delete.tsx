import { useEffect, useRef } from "react";
import { BUTTON } from "../page/button-styles.ts";

interface Props {
  title: string;
  isBusy: boolean;
  confirm: () => void;
  cancel: () => void;
}

/** Says what goes, and asks once. */
export function ConfirmDelete({ title, isBusy, confirm, cancel }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-label={`Delete ${title}?`}
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-lg border border-border bg-surface p-6 text-text shadow-raised backdrop:bg-[rgb(0_0_0/0.6)]"
      onClose={cancel}
    >
      <h2 className="text-[20px] font-semibold break-words">Delete “{title}”?</h2>
      <p className="mt-2 text-muted">The drawing and its pictures go with it. This cannot be undone.</p>
      <div className="mt-6 flex justify-end gap-3">
        <button type="button" className={BUTTON.plain} onClick={cancel}>
          Keep it
        </button>
        <button type="button" className={BUTTON.danger} disabled={isBusy} onClick={confirm}>
          {isBusy ? "Deleting…" : "Delete"}
        </button>
      </div>
    </dialog>
  );
}

import type { ReactNode } from "react";
import { BUTTON } from "./button-styles.ts";
import { Sheet } from "./sheet.tsx";

interface Props {
  title: string;
  text: string;
  no: string;
  yes: string;
  isPending: boolean;
  confirm: () => void;
  close: () => void;
  /** What went wrong with it. */
  children?: ReactNode;
}

/** Asks before what cannot be taken back. */
export function ConfirmSheet({ title, text, no, yes, isPending, confirm, close, children }: Props) {
  return (
    <Sheet label={title} close={close} at="middle">
      <div className="sheet-body grid gap-4">
        <h2 className="text-title font-semibold">{title}</h2>
        <p className="text-muted">{text}</p>
        {children}
        <div className="flex flex-wrap justify-end gap-3">
          <button type="button" className={BUTTON.plain} data-first-focus="" onClick={close}>
            {no}
          </button>
          <button type="button" className={BUTTON.danger} disabled={isPending} onClick={confirm}>
            {yes}
          </button>
        </div>
      </div>
    </Sheet>
  );
}

import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Popover } from "../../../ui/popover.tsx";
import { words } from "./words.ts";

interface Props {
  /** Above or below the button. */
  opens: "up" | "down";
  children: (close: () => void) => ReactNode;
}

/** What is needed less often. */
export function MoreMenu({ opens, children }: Props) {
  const place = opens === "up" ? "bottom-[calc(100%+8px)]" : "top-[calc(100%+8px)]";
  return (
    <Popover
      label={words.more}
      triggerClass={BUTTON.icon}
      panelClass={`more-popover right-0 w-72 ${place}`}
      trigger={<Ellipsis className="size-5" aria-hidden="true" />}
    >
      {(close) => <div className="grid gap-1">{children(close)}</div>}
    </Popover>
  );
}

interface ItemProps {
  icon: ReactNode;
  label: string;
  disabled?: boolean;
  press: () => void;
}

export function MoreItem({ icon, label, disabled, press }: ItemProps) {
  return (
    <button
      type="button"
      className="flex min-h-11 items-center gap-3 rounded-lg px-2 text-left hover:bg-raised disabled:opacity-40"
      disabled={disabled}
      onClick={press}
    >
      {icon}
      {label}
    </button>
  );
}

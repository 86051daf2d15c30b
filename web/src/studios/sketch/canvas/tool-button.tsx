import type { LucideIcon } from "lucide-react";
import { BUTTON } from "../../../ui/button-styles.ts";

interface Props {
  label: string;
  icon: LucideIcon;
  /** Shown under the icon where there is room. */
  caption?: string | undefined;
  press: () => void;
  disabled?: boolean;
}

/** A tool that is on until another one is. */
export function ToolButton({ label, icon: Icon, caption, isOn, press }: Props & { isOn: boolean }) {
  const look = isOn ? "bg-strong text-white" : "text-text hover:bg-raised";
  return (
    <button
      type="button"
      className={`inline-grid size-11 shrink-0 place-content-center rounded-lg transition-colors duration-150 ${look}`}
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      onClick={press}
    >
      <Icon className="size-5" aria-hidden="true" />
      {caption}
    </button>
  );
}

/** Something that is done at once. */
export function ActionButton({ label, icon: Icon, caption, press, disabled }: Props) {
  return (
    <button
      type="button"
      className={BUTTON.icon}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={press}
    >
      <Icon className="size-5" aria-hidden="true" />
      {caption}
    </button>
  );
}

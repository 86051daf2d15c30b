import type { ReactNode } from "react";

interface Props {
  label: string;
  isOn: boolean;
  press: () => void;
  children: ReactNode;
}

export function ToolButton({ label, isOn, press, children }: Props) {
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
      {children}
    </button>
  );
}

import { useEffect, useId, useRef, useState, type ReactNode } from "react";

interface Props {
  label: string;
  /** What the trigger shows. */
  trigger: ReactNode;
  triggerClass: string;
  /** Where the panel sits, relative to the trigger. */
  panelClass: string;
  disabled?: boolean;
  triggerData?: Record<`data-${string}`, string>;
  /** Or what makes them, given how to close the panel. */
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** A button with a small panel; Escape, a touch elsewhere and the focus that moves on close it. */
export function Popover({
  label,
  trigger,
  triggerClass,
  panelClass,
  disabled,
  triggerData,
  children,
}: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();

  useEffect(() => {
    if (!isOpen) return;
    const stop = new AbortController();
    const { signal } = stop;
    const close = (event: PointerEvent): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", close, { signal, capture: true });
    document.addEventListener("keydown", escape, { signal });
    return () => stop.abort();
  }, [isOpen]);

  return (
    <div
      ref={root}
      className="relative flex"
      onBlur={({ relatedTarget }) => {
        // Tab has left it. A touch beside it has no target, and is seen to above.
        if (relatedTarget && !root.current?.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className={triggerClass}
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        disabled={disabled}
        onClick={() => setOpen(!isOpen)}
        {...triggerData}
      >
        {trigger}
      </button>
      {isOpen && (
        <div
          id={panelId}
          role="dialog"
          aria-label={label}
          className={`absolute z-20 rounded-lg border border-border bg-surface p-4 shadow-raised ${panelClass}`}
        >
          {typeof children === "function" ? children(() => setOpen(false)) : children}
        </div>
      )}
    </div>
  );
}

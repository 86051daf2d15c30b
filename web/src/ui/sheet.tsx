import { useEffect, useRef, type ReactNode } from "react";

interface Props {
  label: string;
  close: () => void;
  /** `top`: clear of an on-screen keyboard, which comes from below. */
  at: "top" | "middle";
  children: ReactNode;
}

/** A modal panel over the page; Escape, the way back and a touch beside it close it. */
export function Sheet({ label, close, at, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    const view = window.visualViewport;
    if (!element) return;
    element.showModal();
    element.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    // What an on-screen keyboard leaves free.
    const fit = (): void => element.style.setProperty("--free-height", `${view?.height ?? innerHeight}px`);
    fit();
    view?.addEventListener("resize", fit);
    return () => view?.removeEventListener("resize", fit);
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className={`${at === "top" ? "sheet-top" : "sheet-middle"} border border-border bg-background text-text shadow-raised backdrop:bg-[rgb(0_0_0/0.6)]`}
      onClose={close}
      onPointerDown={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      {children}
    </dialog>
  );
}

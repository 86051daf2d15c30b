const base =
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-lg px-4 text-body font-medium transition-colors duration-150 disabled:opacity-40";

/** Classes of buttons and of links that look like them. */
export const BUTTON = {
  primary: `${base} bg-strong text-white hover:brightness-110`,
  plain: `${base} border border-border bg-surface text-text hover:bg-raised`,
  /** Looks like a link, in a line or below a form. */
  link: "inline-flex min-h-11 cursor-pointer items-center text-text underline decoration-primary decoration-2 underline-offset-4",
  danger: `${base} border border-bad text-bad hover:bg-raised`,
  icon: "inline-grid size-11 shrink-0 place-content-center rounded-lg text-text transition-colors duration-150 hover:bg-raised disabled:opacity-35 disabled:hover:bg-transparent",
} as const;

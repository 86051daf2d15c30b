/** How the agent ends. */
export const EXIT = {
  done: 0,
  /** `--check` found something missing. */
  unfit: 1,
  /** A flag or variable is missing or wrong. */
  settings: 2,
  /** The device failed for good: do not start again here, replace the host. */
  broken: 3,
  /** A second signal came while it was leaving. */
  forced: 130,
} as const;

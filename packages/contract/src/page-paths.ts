/** Addresses of the page, as its router has them: `$` begins a name that stands for anything. All else is not there. */
export const PAGE_PATHS = [
  "/",
  "/s/$sketchId",
  "/sketches",
  "/library",
  "/credits",
  "/generate",
  "/jobs",
  "/sign-in",
  "/sign-in/new",
  "/sign-in/forgot",
  "/sign-in/link",
  "/sign-in/confirm",
  "/sign-in/reset",
  "/account",
  "/account/webhooks",
  "/account/gone",
  "/admin",
  "/admin/users/$userId",
  "/admin/sketches/$sketchId",
] as const;

const PATTERNS = PAGE_PATHS.map(
  (path) => new RegExp(`^${path.replaceAll(/\$\w+/g, "[^/]+").replace(/\/$/, "")}/?$`),
);

export const isPagePath = (pathname: string): boolean => PATTERNS.some((pattern) => pattern.test(pathname));

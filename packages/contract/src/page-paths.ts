/**
 * Whether an address is one of the page's. `paths` are as its router has them: `$` begins a name that stands for anything. All else
 * is not there.
 */
export function pageMatcher(paths: readonly string[]): (pathname: string) => boolean {
  const patterns = paths.map(
    (path) => new RegExp(`^${path.replaceAll(/\$\w+/g, "[^/]+").replace(/\/$/, "")}/?$`),
  );
  return (pathname) => patterns.some((pattern) => pattern.test(pathname));
}

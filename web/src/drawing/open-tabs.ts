import { locks } from "../ui/browser-gifts.ts";

const PREFIX = "llamasketch.tab.";

/** Says to the browser's other tabs that this one is open, until `stop` is aborted or the tab is gone. */
export function beOpen(tab: string, stop: AbortSignal): void {
  const closed = new Promise<void>((resolve) => {
    stop.addEventListener("abort", () => resolve(), { once: true });
  });
  // Where a browser has no locks, tabs do not know of each other.
  void locks()
    ?.request(PREFIX + tab, () => closed)
    .catch(() => undefined);
}

/** The tabs of this browser that are open now. */
export async function openTabs(): Promise<ReadonlySet<string>> {
  const { held = [] } =
    (await locks()
      ?.query()
      .catch(() => null)) ?? {};
  const names = held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
  return new Set(names);
}

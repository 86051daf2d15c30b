/**
 * What a browser gives a page, and may keep from it: storage, cookies, the clipboard, a service worker, locks. Nowhere else are these
 * touched (a test looks): each of them may throw where it is only read.
 */
import { Store } from "./store.ts";

/** What this browser does not let the page keep. It is said once. */
export const denied = new Store({ storage: false, cookies: false });

export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const attempt = <T>(get: () => T): T | undefined => {
  try {
    return get();
  } catch {
    return undefined;
  }
};

/** The browser's own shelf; without it, or when it is full, one that lasts as long as the page. */
export function shelfOver(storage: () => Shelf): Shelf {
  const own = attempt(storage);
  const isReadable = own !== undefined && attempt(() => own.getItem("llamasketch.preferences")) !== undefined;
  if (!isReadable) denied.set({ storage: true });
  const kept = isReadable ? own : undefined;
  const memory = new Map<string, string>();
  return {
    getItem: (key) => memory.get(key) ?? attempt(() => kept?.getItem(key)) ?? null,
    setItem: (key, value) => {
      memory.delete(key);
      const isKept = attempt(() => {
        kept?.setItem(key, value);
        return kept !== undefined;
      });
      if (isKept !== true) memory.set(key, value);
    },
    removeItem: (key) => {
      memory.delete(key);
      attempt(() => kept?.removeItem(key));
    },
  };
}

export const shelf = shelfOver(() => localStorage);

/** Undefined where there is none, or none for this page. */
export const databases = (): IDBFactory | undefined => attempt(() => indexedDB);

export function lookForCookies(): void {
  if (attempt(() => navigator.cookieEnabled) === false) denied.set({ cookies: true });
}

export const serviceWorkers = (): ServiceWorkerContainer | undefined =>
  attempt(() => navigator.serviceWorker);

export const locks = (): LockManager | undefined => attempt(() => navigator.locks);

/** False where that is not allowed, or not there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export async function copyImage(png: Blob): Promise<boolean> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
    return true;
  } catch {
    return false;
  }
}

/** To another app, as a person chooses. */
export async function shareFile(file: File, title: string): Promise<"shared" | "cancelled" | "impossible"> {
  try {
    const data = { files: [file], title };
    if (!navigator.canShare(data)) return "impossible";
    await navigator.share(data);
    return "shared";
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError" ? "cancelled" : "impossible";
  }
}

/** Whether a media query holds now. */
export const mediaHolds = (query: string): boolean => attempt(() => matchMedia(query).matches) ?? false;

/** Calls `changed` whenever that changes, until the returned function is called. */
export function onMediaChange(query: string, changed: () => void): () => void {
  const list = attempt(() => matchMedia(query));
  list?.addEventListener("change", changed);
  return () => list?.removeEventListener("change", changed);
}

/** What the browser thinks of the network. */
export const isOnline = (): boolean => navigator.onLine;

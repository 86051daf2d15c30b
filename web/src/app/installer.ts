import { Store } from "../ui/store.ts";

/** What Chromium sends when the page could be installed; other browsers have a menu for it. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

/** `ask` while the browser is ready to install this page. */
export const installer = new Store<{ ask: (() => void) | null }>({ ask: null });

export function followInstaller(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    const ask = (): void => {
      installer.set({ ask: null });
      // Dismissed: the browser offers it again at another visit.
      void (event as InstallEvent).prompt().catch(() => undefined);
    };
    installer.set({ ask });
  });
  addEventListener("appinstalled", () => installer.set({ ask: null }));
}

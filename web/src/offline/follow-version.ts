import { toast } from "../page/toasts.ts";
import { words } from "../page/words.ts";

const LOOK_AGAIN_MS = 60 * 60_000;

/** Lets the page open without a network, and says when a newer one is ready. Nothing is reloaded unasked. */
export function followVersion(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // The first stroke comes first.
  if (document.readyState === "complete") void register();
  else addEventListener("load", () => void register(), { once: true });
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register("/sw.js").catch(() => null);
  if (!registration) return;
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    next?.addEventListener("statechange", () => {
      // The very first one has nobody to take over from.
      if (next.state === "installed" && navigator.serviceWorker.controller) offer(next);
    });
  });
  let lookedMs = performance.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || performance.now() - lookedMs < LOOK_AGAIN_MS) return;
    lookedMs = performance.now();
    registration.update().catch(() => undefined);
  });
}

function offer(next: ServiceWorker): void {
  toast({
    text: words.newVersion,
    forMs: null,
    action: {
      label: words.reload,
      run: () => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
        next.postMessage("take-over");
      },
    },
  });
}

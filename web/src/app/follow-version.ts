import { serviceWorkers } from "../ui/browser-gifts.ts";
import { toast } from "../ui/toasts.ts";
import { words } from "./words.ts";

const LOOK_AGAIN_MS = 60 * 60_000;

/** Lets the page open without a network, and says when a newer one is ready. Nothing is reloaded unasked. */
export function followVersion(): void {
  const container = serviceWorkers();
  if (!import.meta.env.PROD || !container) return;
  // The first stroke comes first.
  if (document.readyState === "complete") void register(container);
  else addEventListener("load", () => void register(container), { once: true });
}

async function register(container: ServiceWorkerContainer): Promise<void> {
  const registration = await container.register("/sw.js").catch(() => null);
  if (!registration) return;
  if (registration.waiting) offer(container, registration.waiting);
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    next?.addEventListener("statechange", () => {
      // The very first one has nobody to take over from.
      if (next.state === "installed" && container.controller) offer(container, next);
    });
  });
  let lookedMs = performance.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || performance.now() - lookedMs < LOOK_AGAIN_MS) return;
    lookedMs = performance.now();
    registration.update().catch(() => undefined);
  });
}

function offer(container: ServiceWorkerContainer, next: ServiceWorker): void {
  toast({
    text: words.newVersion,
    forMs: null,
    action: {
      label: words.reload,
      run: () => {
        container.addEventListener("controllerchange", () => location.reload(), { once: true });
        next.postMessage("take-over");
      },
    },
  });
}

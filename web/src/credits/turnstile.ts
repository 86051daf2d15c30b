/** Cloudflare's widget. Most people see nothing of it; who is asked to click sees it at the foot of the page. */
const SCRIPT = "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit";
const SOLVE_WITHIN_MS = 120_000;

interface Turnstile {
  render(
    element: HTMLElement,
    options: {
      sitekey: string;
      action: string;
      appearance: "interaction-only";
      callback: (token: string) => void;
      "error-callback": () => void;
    },
  ): string;
  remove(widgetId: string): void;
}

declare global {
  interface Window {
    turnstile?: Turnstile;
  }
}

let loading: Promise<Turnstile> | null = null;

function load(): Promise<Turnstile> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.async = true;
    script.onload = () => (window.turnstile ? resolve(window.turnstile) : reject(new Error("no Turnstile")));
    script.onerror = () => {
      loading = null;
      script.remove();
      reject(new Error("Turnstile cannot be reached"));
    };
    document.head.append(script);
  });
  return loading;
}

/** A token that is good once; rejects when the person did not pass in time. */
export async function solve(siteKey: string, action: string): Promise<string> {
  const turnstile = await load();
  const place = document.createElement("div");
  place.className = "turnstile";
  document.body.append(place);
  let widgetId: string | null = null;
  try {
    return await new Promise<string>((resolve, reject) => {
      setTimeout(() => reject(new Error("nobody passed in time")), SOLVE_WITHIN_MS);
      widgetId = turnstile.render(place, {
        sitekey: siteKey,
        action,
        appearance: "interaction-only",
        callback: resolve,
        "error-callback": () => reject(new Error("the challenge failed")),
      });
    });
  } finally {
    if (widgetId !== null) turnstile.remove(widgetId);
    place.remove();
  }
}

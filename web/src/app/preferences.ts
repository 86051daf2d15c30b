import { mediaHolds, shelf } from "../ui/browser-gifts.ts";
import { Store } from "../ui/store.ts";

/** How this browser likes the page. `system` follows the device. */
export interface Preferences {
  theme: "system" | "dark" | "light";
  /** The hand that draws: the tools stand on the other side of it. */
  hand: "right" | "left";
  motion: "system" | "reduced";
}

/** Also read by the script in `index.html`, before the first paint. */
export const PREFERENCES_KEY = "llamasketch.preferences";

export const FIRST_PREFERENCES: Preferences = { theme: "system", hand: "right", motion: "system" };
const ALLOWED: { [Key in keyof Preferences]: readonly Preferences[Key][] } = {
  theme: ["system", "dark", "light"],
  hand: ["right", "left"],
  motion: ["system", "reduced"],
};

/** What was stored, as far as it can be understood. */
export function parsePreferences(text: string | null): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? "");
  } catch {
    return FIRST_PREFERENCES;
  }
  if (typeof stored !== "object" || stored === null) return FIRST_PREFERENCES;
  const pick = <Key extends keyof Preferences>(key: Key): Preferences[Key] => {
    const value = (stored as Partial<Record<Key, unknown>>)[key];
    return ALLOWED[key].find((allowed) => allowed === value) ?? FIRST_PREFERENCES[key];
  };
  return { theme: pick("theme"), hand: pick("hand"), motion: pick("motion") };
}

export const preferences = new Store<Preferences>(FIRST_PREFERENCES);

/** Shows the page as it is liked here, and keeps it so: a change in one tab reaches the others. */
export function followPreferences(): void {
  preferences.set(parsePreferences(shelf.getItem(PREFERENCES_KEY)));
  apply(preferences.get());
  preferences.subscribe(() => {
    apply(preferences.get());
    shelf.setItem(PREFERENCES_KEY, JSON.stringify(preferences.get()));
  });
  addEventListener("storage", ({ key, newValue }) => {
    if (key === PREFERENCES_KEY) preferences.set(parsePreferences(newValue));
  });
}

/** Whether things should change at once instead of moving. */
export function prefersStill(): boolean {
  return preferences.get().motion === "reduced" || mediaHolds("(prefers-reduced-motion: reduce)");
}

function apply({ theme, hand, motion }: Preferences): void {
  Object.assign(document.documentElement.dataset, { theme, hand, motion });
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
    const own = meta.dataset.theme === "light" ? "light" : "dark";
    const shown = theme === "system" ? own : theme;
    meta.content = THEME_COLOURS[shown];
  }
}

/** Of the browser's own bars: the page's background. */
const THEME_COLOURS = { dark: "#0a0a0f", light: "#f7f7fa" } as const;

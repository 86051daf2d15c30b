/** How a person likes to draw, kept in this browser. */
export interface Preferences {
  /** How much lines are calmed, 0 to 1. */
  calm: number;
  /** Whether fingers draw; `auto`: until a pen was used. */
  fingers: "auto" | "always" | "never";
  /** Colours chosen lately that are not in the palette, the newest first. */
  recentColours: readonly string[];
  /** Somebody was told why fingers do not draw. */
  isFingerHintTold: boolean;
}

export const FIRST_PREFERENCES: Preferences = {
  calm: 0,
  fingers: "auto",
  recentColours: [],
  isFingerHintTold: false,
};

const KEY = "llamasketch.drawing";
const RECENT_MAX = 6;

type Shelf = Pick<Storage, "getItem" | "setItem">;

export function readPreferences(shelf: Shelf): Preferences {
  let value: unknown;
  try {
    value = JSON.parse(shelf.getItem(KEY) ?? "{}");
  } catch {
    return FIRST_PREFERENCES;
  }
  if (typeof value !== "object" || value === null) return FIRST_PREFERENCES;
  const { calm, fingers, recentColours, isFingerHintTold } = value as Record<string, unknown>;
  return {
    calm: typeof calm === "number" && calm >= 0 && calm <= 1 ? calm : FIRST_PREFERENCES.calm,
    fingers: fingers === "always" || fingers === "never" ? fingers : "auto",
    recentColours: Array.isArray(recentColours) ? recentColours.filter(isColour).slice(0, RECENT_MAX) : [],
    isFingerHintTold: isFingerHintTold === true,
  };
}

/** False when the browser would not keep them. */
export function writePreferences(shelf: Shelf, preferences: Preferences): boolean {
  try {
    shelf.setItem(KEY, JSON.stringify(preferences));
    return true;
  } catch {
    return false;
  }
}

export const withRecent = (preferences: Preferences, colour: string): Preferences => ({
  ...preferences,
  recentColours: [colour, ...preferences.recentColours.filter((each) => each !== colour)].slice(
    0,
    RECENT_MAX,
  ),
});

export const isColour = (value: unknown): value is string =>
  typeof value === "string" && /^#[0-9a-f]{6}$/.test(value);

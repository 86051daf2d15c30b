/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [r: number, g: number, b: number];

/** `#rrggbb` as numbers. */
export function hex(code: string): Rgb {
  const value = Number.parseInt(code.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** From `a` (0) to `b` (1). */
export function mix(a: Rgb, b: Rgb, amount: number): Rgb {
  return [a[0] + (b[0] - a[0]) * amount, a[1] + (b[1] - a[1]) * amount, a[2] + (b[2] - a[2]) * amount];
}

/** Channel by channel product, 255 leaving the other as it is. */
export function multiply(a: Rgb, b: Rgb): Rgb {
  return [(a[0] * b[0]) / 255, (a[1] * b[1]) / 255, (a[2] * b[2]) / 255];
}

/** Light and air of an hour. */
export interface Hour {
  readonly skyTop: Rgb;
  readonly skyLow: Rgb;
  /** Light on what faces it, and on what does not. */
  readonly light: Rgb;
  readonly shade: Rgb;
  /** Sun, moon or lamp. */
  readonly glow: Rgb;
  /** How far the glow fills the sky, 0 to 1. */
  readonly glowReach: number;
  readonly clouds: number;
  readonly stars: number;
}

const hour = (
  skyTop: string,
  skyLow: string,
  light: string,
  shade: string,
  glow: string,
  rest: readonly [glowReach: number, clouds: number, stars: number],
): Hour => ({
  skyTop: hex(skyTop),
  skyLow: hex(skyLow),
  light: hex(light),
  shade: hex(shade),
  glow: hex(glow),
  glowReach: rest[0],
  clouds: rest[1],
  stars: rest[2],
});

export const hours = {
  day: hour("#4d93cf", "#d9ecf1", "#fffaea", "#8d9cc0", "#ffe07a", [0.35, 0.75, 0]),
  dawn: hour("#7d8fc4", "#fbd3b4", "#ffe6cc", "#8f86b4", "#ffe9b0", [0.8, 0.6, 0]),
  dusk: hour("#3d3f7d", "#ff9a5a", "#ffcf9a", "#6d5590", "#ffd27a", [1, 0.7, 0.08]),
  night: hour("#0d1638", "#2f4a86", "#a9bff2", "#39427a", "#f4f0d0", [0.5, 0.35, 1]),
  storm: hour("#3d4757", "#9aa5a8", "#d5dcdc", "#6a7484", "#e8eef0", [0.15, 1.3, 0]),
  fog: hour("#b9c3c6", "#e6e8e3", "#f2f0e8", "#a9b0b8", "#fffdf0", [0.6, 0.4, 0]),
  neon: hour("#140a33", "#7a1f8f", "#ffb3f4", "#3c2a80", "#59f6ff", [0.7, 0.3, 0.3]),
} as const;

/** The ground and what stands far off on it. */
export interface Place {
  readonly near: Rgb;
  readonly far: Rgb;
  readonly ridge: Rgb;
  readonly kind: "field" | "sea" | "forest" | "desert" | "snow" | "city" | "peaks" | "space" | "room";
  /** Colours for what nothing else decides. */
  readonly objects: readonly Rgb[];
}

const place = (
  kind: Place["kind"],
  near: string,
  far: string,
  ridge: string,
  objects: readonly string[],
): Place => ({ kind, near: hex(near), far: hex(far), ridge: hex(ridge), objects: objects.map(hex) });

export const places = {
  field: place("field", "#5f8f3c", "#b9c871", "#7fa06b", [
    "#d8694a",
    "#f0dcb0",
    "#6fa3b8",
    "#e0a93f",
    "#9c6b8e",
  ]),
  sea: place("sea", "#17607c", "#7cc3cc", "#7f9fae", ["#d9553f", "#f3ead6", "#2f6f95", "#e8b64a", "#7b4b35"]),
  forest: place("forest", "#3c5a2c", "#86a05a", "#3f6650", [
    "#5f8f45",
    "#8a5a36",
    "#c9a24e",
    "#3f7a5c",
    "#b4623c",
  ]),
  desert: place("desert", "#cf9148", "#f0cf92", "#c98a5c", [
    "#b4552f",
    "#f2d9a4",
    "#4f8c84",
    "#e3a24a",
    "#8b4a3a",
  ]),
  snow: place("snow", "#dfe9f3", "#f6f7f8", "#a7b9cf", [
    "#b8403a",
    "#6f93b8",
    "#f4efe4",
    "#4f6b52",
    "#c99a5c",
  ]),
  city: place("city", "#4a4a58", "#8c8a94", "#6d7184", [
    "#c7543e",
    "#d9c7a8",
    "#557a95",
    "#e2b04c",
    "#7c6f8c",
  ]),
  peaks: place("peaks", "#6f8a52", "#aebf8c", "#7d8fae", [
    "#8d96a8",
    "#c9b38c",
    "#5f7f5a",
    "#b4623c",
    "#eef1f2",
  ]),
  space: place("space", "#20263c", "#2b3350", "#3a4468", ["#d8dde4", "#cc4a3c", "#8f98b5", "#e2a13c"]),
  room: place("room", "#b98f6a", "#e9d8bd", "#d8c3a2", [
    "#d9785a",
    "#efc98f",
    "#7fa7a3",
    "#c9607a",
    "#8d87b5",
  ]),
} as const;

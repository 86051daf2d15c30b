/** Every screen the product is made for, in the dark and in the light. */
import type { BrowserContextOptions } from "playwright-core";

const touch = { hasTouch: true, deviceScaleFactor: 1 };
const SIZES = {
  desktop: { viewport: { width: 1440, height: 900 } },
  "tablet-landscape": { viewport: { width: 1366, height: 1024 }, ...touch },
  "tablet-portrait": { viewport: { width: 1024, height: 1366 }, ...touch },
  "phone-landscape": { viewport: { width: 844, height: 390 }, isMobile: true, ...touch },
  "phone-portrait": { viewport: { width: 390, height: 844 }, isMobile: true, ...touch },
} satisfies Record<string, BrowserContextOptions>;

export interface Screen {
  name: string;
  hand: "mouse" | "pen" | "touch";
  options: BrowserContextOptions;
}

export const SCREENS: readonly Screen[] = Object.entries(SIZES).flatMap(([size, options]) =>
  (["dark", "light"] as const).map((colorScheme) => ({
    name: `${size}-${colorScheme}`,
    hand: size === "desktop" ? "mouse" : size.startsWith("tablet") ? "pen" : "touch",
    options: { ...options, colorScheme, serviceWorkers: "block" },
  })),
);

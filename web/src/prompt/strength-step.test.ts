import { expect, test } from "vitest";
import { strengthStep } from "./strength-step.ts";

test.each([
  [0, "faithful"],
  [0.1, "faithful"],
  [0.15, "close"],
  [0.35, "close"],
  [0.4, "balanced"],
  [0.6, "balanced"],
  [0.65, "loose"],
  [0.85, "loose"],
  [0.9, "free"],
  [1, "free"],
])("%d is %s", (strength, step) => {
  expect(strengthStep(strength)).toBe(step);
});

import { expect, it } from "vitest";
import { fullBudget, spend, type Rate } from "./budget.ts";

const RATE: Rate = { everyMs: 500, atOnce: 3 };

it("[LP57] gives so many at once, then one as often as its rate says", () => {
  const budget = fullBudget(RATE, 0);
  expect([0, 0, 0].map((ms) => spend(budget, RATE, ms))).toEqual([0, 0, 0]);
  expect(spend(budget, RATE, 0)).toBe(500);
  expect(spend(budget, RATE, 400)).toBe(100);
  expect(spend(budget, RATE, 500)).toBe(0);
  expect(spend(budget, RATE, 500)).toBe(500);
});

it("[LP57] fills no higher than it was, and not from a clock that went back", () => {
  const budget = fullBudget(RATE, 1000);
  expect(Array.from({ length: 4 }, () => spend(budget, RATE, 1_000_000))).toEqual([0, 0, 0, 500]);
  expect(spend(budget, RATE, 0)).toBe(500);
  expect(spend(budget, RATE, 1_000_500)).toBe(0);
});

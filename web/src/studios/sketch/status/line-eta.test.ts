import { expect, test } from "vitest";
import { LineWatch } from "./line-eta.ts";

test("nothing is known before the line has moved", () => {
  const line = new LineWatch();
  expect(line.eta).toBeNull();
  line.at(4, 0);
  line.at(4, 9000);
  expect(line.eta).toBeNull();
});

test("what remains is judged by what has passed", () => {
  const line = new LineWatch();
  line.at(4, 0);
  line.at(3, 10_000);
  expect(line.eta).toEqual({ etaMs: 30_000, places: 1, overMs: 10_000 });
  line.at(1, 16_000);
  expect(line.eta).toEqual({ etaMs: 16_000 / 3, places: 3, overMs: 16_000 });
});

test("a line that grew, or ended, is another one", () => {
  const line = new LineWatch();
  line.at(3, 0);
  line.at(2, 5000);
  line.at(6, 6000);
  expect(line.eta).toBeNull();
  line.at(5, 8000);
  expect(line.eta).toEqual({ etaMs: 10_000, places: 1, overMs: 2000 });
  line.at(null, 9000);
  line.at(2, 10_000);
  expect(line.eta).toBeNull();
});

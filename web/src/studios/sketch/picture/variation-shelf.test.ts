import type { PictureHeader } from "@llamasketch/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { VariationShelf } from "./variation-shelf.ts";

const header = (variation: number, version = 1, epoch = 1): PictureHeader => ({
  kind: "picture",
  format: "jpeg",
  epoch,
  seq: 10 + variation,
  version,
  widthPx: 768,
  heightPx: 768,
  quality: "full",
  pause: true,
  variation,
  agentMs: 300,
  produceMs: 280,
  sessionMs: 305,
});
const open = new Set<string>();
let made = 0;

beforeEach(() => {
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => {
    const url = `blob:${made++}`;
    open.add(url);
    return url;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void open.delete(url));
});
afterEach(() => {
  vi.restoreAllMocks();
  open.clear();
});

const numbers = (shelf: VariationShelf): number[] => shelf.store.get().items.map(({ number }) => number);
const bytes = new Uint8Array([1]);

test("[LP39] stand by their number, whatever order they come in", () => {
  const shelf = new VariationShelf();
  for (const number of [3, 1, 4, 2]) shelf.add(header(number), bytes);
  expect(numbers(shelf)).toEqual([1, 2, 3, 4]);
  shelf.add(header(2), bytes);
  expect(numbers(shelf)).toEqual([1, 2, 3, 4]);
  expect(open.size).toBe(4);
});

test("[LP39 LP40] those of an older canvas go, and never come back", () => {
  const shelf = new VariationShelf();
  shelf.add(header(1), bytes);
  shelf.add(header(2), bytes);
  shelf.add(header(1, 5), bytes);
  expect(numbers(shelf)).toEqual([1]);
  shelf.add(header(2, 4), bytes);
  shelf.add(header(2, 9, 0), bytes);
  expect(numbers(shelf)).toEqual([1]);
  shelf.pictureCame(1, 5);
  expect(numbers(shelf)).toEqual([1]);
  shelf.pictureCame(1, 6);
  expect(numbers(shelf)).toEqual([]);
});

test("nothing is held on to that is not shown", () => {
  const shelf = new VariationShelf();
  for (let version = 1; version < 300; version++) {
    for (const number of [1, 2, 3, 4]) shelf.add(header(number, version), bytes);
  }
  expect(open.size).toBe(4);
  shelf.clear();
  expect(open.size).toBe(0);
});

import type { SketchView } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { withoutSketch, withSketch, type SketchPages } from "./sketch-pages.ts";

const sketch = (id: string, title = id): SketchView => ({ id, title }) as SketchView;
const pages = (...lists: string[][]): SketchPages => ({
  pages: lists.map((ids, at) => ({
    sketches: ids.map((id) => sketch(id)),
    nextCursor: at < lists.length - 1 ? (ids.at(-1) ?? null) : null,
  })),
  pageParams: lists.map(() => null),
});
const ids = (data: SketchPages): string[][] => data.pages.map(({ sketches }) => sketches.map(({ id }) => id));

test("what is taken out comes back in its place", () => {
  const list = pages(["f", "e"], ["d", "c"]);
  for (const id of ["f", "e", "d", "c"])
    expect(ids(withSketch(withoutSketch(list, id), sketch(id))).flat()).toEqual(["f", "e", "d", "c"]);
});

test("a sketch that is there is replaced, not doubled", () => {
  const changed = withSketch(pages(["b", "a"]), sketch("a", "renamed"));
  expect(ids(changed)).toEqual([["b", "a"]]);
  expect(changed.pages[0]?.sketches[1]?.title).toBe("renamed");
});

test("a new one is the first; one older than all that is loaded waits for its page", () => {
  expect(ids(withSketch(pages(["b", "a"]), sketch("z")))).toEqual([["z", "b", "a"]]);
  const open = pages(["f", "e"]);
  for (const page of open.pages) page.nextCursor = "e";
  expect(ids(withSketch(open, sketch("a")))).toEqual([["f", "e"]]);
});

test("into an empty list", () => expect(ids(withSketch(pages([]), sketch("a")))).toEqual([["a"]]));

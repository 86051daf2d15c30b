import type { SketchView } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { readKeptList, writeKeptList } from "./kept-list.ts";

const shelf = (text: string | null = null) => {
  let kept = text;
  return { getItem: () => kept, setItem: (_key: string, value: string) => void (kept = value) };
};
const SKETCH: SketchView = {
  id: "skt_01J00000000000000000000000",
  title: "A lighthouse",
  widthPx: 1024,
  heightPx: 1024,
  settings: { prompt: "", strength: 0.6, seed: 1 },
  chunks: 1,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  lastPicture: null,
  pictureCount: 0,
  cover: null,
  branchOf: null,
  copying: false,
};

test("comes back as it was", () => {
  const store = shelf();
  writeKeptList(store, { keptAtMs: 7, sketches: [SKETCH] });
  expect(readKeptList(store)).toEqual({ keptAtMs: 7, sketches: [SKETCH] });
});

test.each([
  null,
  "",
  "{",
  "[]",
  `{"keptAtMs":1}`,
  `{"keptAtMs":1,"sketches":[{"id":"skt_1"}]}`,
  `{"sketches":[]}`,
])("%s is no list", (text) => expect(readKeptList(shelf(text))).toBeNull());

test("a full or forbidden shelf stops nothing", () => {
  const full = {
    getItem: () => {
      throw new Error("denied");
    },
    setItem: () => {
      throw new Error("quota");
    },
  };
  writeKeptList(full, { keptAtMs: 1, sketches: [] });
  expect(readKeptList(full)).toBeNull();
});

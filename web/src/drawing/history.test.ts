import { describe, expect, test } from "vitest";
import { DrawingHistory } from "./history.ts";
import type { Operation, SetOperation, StrokeOperation } from "./operation.ts";
import { samePage } from "./page-state.ts";

const stroke = (id: string, joins = false): StrokeOperation => ({
  op: "stroke",
  id,
  tool: "brush",
  colour: "#000000",
  size: 4,
  points: [[0, 0, 0, null]],
  ...(joins ? { joins: true } : {}),
});
let count = 0;
const act = (op: "undo" | "redo" | "clear"): Operation => ({ op, id: `act${count++}` });
const inkOf = (history: DrawingHistory, layer = 0): string[] =>
  (history.page.ink[layer]?.items ?? []).map((each) => each.id);
const shown = (...operations: Operation[]): string[] => inkOf(DrawingHistory.replay(operations));

describe("replay", () => {
  test("shows strokes in order", () => {
    expect(shown(stroke("a"), stroke("b"))).toEqual(["a", "b"]);
  });

  test("undo and redo move one mark", () => {
    expect(shown(stroke("a"), stroke("b"), act("undo"))).toEqual(["a"]);
    expect(shown(stroke("a"), stroke("b"), act("undo"), act("redo"))).toEqual(["a", "b"]);
  });

  test("a new stroke ends redo", () => {
    expect(shown(stroke("a"), act("undo"), stroke("b"), act("redo"))).toEqual(["b"]);
  });

  test("clear empties the page and can be undone", () => {
    expect(shown(stroke("a"), act("clear"))).toEqual([]);
    expect(shown(stroke("a"), act("clear"), stroke("b"))).toEqual(["b"]);
    expect(shown(stroke("a"), act("clear"), act("undo"))).toEqual(["a"]);
    expect(shown(stroke("a"), act("clear"), stroke("b"), act("undo"), act("undo"))).toEqual(["a"]);
  });

  test("clearing an empty page is no mark", () => {
    expect(shown(stroke("a"), act("clear"), act("clear"), act("undo"))).toEqual(["a"]);
  });

  test("undo and redo with nothing to move do nothing", () => {
    expect(shown(act("undo"), act("redo"), stroke("a"))).toEqual(["a"]);
  });

  test("a joined stroke is undone with the one before it", () => {
    expect(shown(stroke("a"), stroke("b"), stroke("c", true), act("undo"))).toEqual(["a"]);
    expect(shown(stroke("a"), stroke("b", true), act("undo"), act("redo"))).toEqual(["a", "b"]);
  });

  test("a stroke that joins nothing stands alone", () => {
    expect(shown(act("clear"), stroke("a", true))).toEqual(["a"]);
    expect(shown(stroke("a"), act("clear"), stroke("b", true), act("undo"))).toEqual([]);
  });

  test("an operation stored twice counts once", () => {
    const undo = act("undo");
    expect(shown(stroke("a"), stroke("b"), undo, stroke("b"), undo)).toEqual(["a"]);
  });

  test("says whether the page changed", () => {
    const history = new DrawingHistory();
    expect(history.apply(act("clear"))).toBe(false);
    expect(history.apply(stroke("a"))).toBe(true);
    expect(history.apply(stroke("a"))).toBe(false);
    expect(history.apply(act("clear"))).toBe(true);
    expect([history.canUndo, history.canRedo, history.isBlank]).toEqual([true, false, true]);
    expect(history.apply(act("undo"))).toBe(true);
    expect([history.canUndo, history.canRedo, history.isBlank]).toEqual([true, true, false]);
  });
});

describe("layers", () => {
  const place = { x: 512, y: 512, width: 600, height: 400, angle: 0 };
  const image: Operation = { op: "image", id: "photo", place, opacity: 1 };
  const set = (change: Omit<SetOperation, "op" | "id">): Operation => ({
    op: "set",
    id: `set${count++}`,
    ...change,
  });
  const upper = (id: string): Operation => ({ ...stroke(id), layer: 1 });

  test("ink goes to its own, and one can be cleared alone", () => {
    const history = DrawingHistory.replay([stroke("a"), upper("b"), stroke("c")]);
    expect([inkOf(history, 0), inkOf(history, 1)]).toEqual([["a", "c"], ["b"]]);
    history.apply({ op: "clear", id: "x", layer: 0 });
    expect([inkOf(history, 0), inkOf(history, 1)]).toEqual([[], ["b"]]);
    expect(history.apply({ op: "clear", id: "y", layer: 0 })).toBe(false);
    history.apply(act("undo"));
    expect([inkOf(history, 0), inkOf(history, 1)]).toEqual([["a", "c"], ["b"]]);
  });

  test("an image is placed, moved, faded, hidden and removed, each undone alone", () => {
    const history = DrawingHistory.replay([image]);
    expect(history.isBlank).toBe(false);
    history.apply(set({ target: "photo", opacity: 0.5 }));
    history.apply(set({ target: "photo", hidden: true }));
    history.apply(set({ target: "photo", place: { ...place, x: 100 } }));
    expect(history.page.images).toEqual([
      { id: "photo", place: { ...place, x: 100 }, opacity: 0.5, isHidden: true },
    ]);
    history.apply(set({ target: "photo", removed: true }));
    expect(history.page.images).toEqual([]);
    expect(history.isBlank).toBe(true);
    for (let n = 0; n < 4; n++) history.apply(act("undo"));
    expect(history.page.images).toEqual([{ id: "photo", place, opacity: 1, isHidden: false }]);
    for (let n = 0; n < 3; n++) history.apply(act("redo"));
    expect(history.page.images[0]?.place.x).toBe(100);
  });

  test("changes that join are undone as one", () => {
    const history = DrawingHistory.replay([stroke("a"), set({ target: "ink0", opacity: 0.9 })]);
    history.apply(set({ target: "ink0", opacity: 0.6, joins: true }));
    history.apply(set({ target: "ink0", opacity: 0.3, joins: true }));
    expect(history.page.ink[0]?.opacity).toBe(0.3);
    history.apply(act("undo"));
    expect(history.page.ink[0]?.opacity).toBe(1);
    history.apply(act("redo"));
    expect(history.page.ink[0]?.opacity).toBe(0.3);
  });

  test("clearing the page takes images too, and shows hidden layers again", () => {
    const history = DrawingHistory.replay([image, stroke("a"), set({ target: "ink0", hidden: true })]);
    history.apply(act("clear"));
    expect([history.page.images, history.page.ink[0]?.isHidden, history.isBlank]).toEqual([[], false, true]);
    history.apply(act("undo"));
    expect([history.page.images.length, history.page.ink[0]?.isHidden]).toEqual([1, true]);
  });

  test("an image's bytes are no change of the page", () => {
    const history = new DrawingHistory();
    expect(history.apply({ op: "bytes", id: "p", of: "photo", part: 0, parts: 1, data: "" })).toBe(false);
    expect(history.canUndo).toBe(false);
  });

  test("two pages are the same when they look the same", () => {
    const page = (...operations: Operation[]) => DrawingHistory.replay(operations).page;
    expect(samePage(page(stroke("a"), image), page(stroke("a"), stroke("b"), act("undo"), image))).toBe(true);
    expect(samePage(page(stroke("a")), page(upper("a")))).toBe(false);
    expect(samePage(page(image), page(image, set({ target: "photo", opacity: 0.4 })))).toBe(false);
    expect(samePage(page(), page(stroke("a")))).toBe(false);
  });
});

describe("restore", () => {
  const restore = (after: string | null, growing?: StrokeOperation): Operation => ({
    op: "restore",
    id: `restore${count++}`,
    after,
    ...(growing && { growing }),
  });

  test("makes the page what it was, and is undone and done again as one", () => {
    const log = [stroke("a"), stroke("b"), act("undo"), stroke("c"), stroke("d")];
    expect(shown(...log, restore("b"))).toEqual(["a", "b"]);
    expect(shown(...log, restore("b"), stroke("e"))).toEqual(["a", "b", "e"]);
    expect(shown(...log, restore("b"), act("undo"))).toEqual(["a", "c", "d"]);
    expect(shown(...log, restore("b"), act("undo"), act("redo"))).toEqual(["a", "b"]);
    expect(shown(...log, restore(null))).toEqual([]);
  });

  test("of a restored page, and of one that ink came onto later", () => {
    const first = restore("a");
    const log = [stroke("a"), stroke("b"), first, stroke("c")];
    expect(shown(...log, restore("b"))).toEqual(["a", "b"]);
    expect(shown(...log, restore(first.id))).toEqual(["a"]);
    expect(shown(...log, restore("b"), restore("c"))).toEqual(["a", "c"]);
  });

  test("brings back the stroke that grew at that moment", () => {
    expect(shown(stroke("a"), stroke("b"), restore("a", stroke("half")))).toEqual(["a", "half"]);
  });

  test("of what is there already, or of nothing that is known, changes nothing", () => {
    expect(shown(stroke("a"), restore("a"), act("undo"))).toEqual([]);
    expect(shown(stroke("a"), restore("elsewhere"))).toEqual(["a"]);
  });

  test("brings back images and how layers looked", () => {
    const set: SetOperation = { op: "set", id: "s", target: "ink0", opacity: 0.4 };
    const history = DrawingHistory.replay([stroke("a"), set, act("clear"), stroke("b"), restore("s")]);
    expect(history.page.ink[0]).toMatchObject({ opacity: 0.4, items: [{ id: "a" }] });
  });
});

test("what changed nothing is no moment to come back to", () => {
  const history = DrawingHistory.replay([stroke("a"), act("redo"), stroke("a")]);
  expect(history.lastId).toBe("a");
  history.apply(act("undo"));
  const undone = history.lastId;
  history.apply(act("undo"));
  history.apply(act("clear"));
  expect(history.lastId).toBe(undone);
});

import { describe, expect, test } from "vitest";
import { DrawingHistory } from "./history.ts";
import type { Operation, StrokeOperation } from "./operation.ts";

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
const shown = (...operations: Operation[]): string[] =>
  DrawingHistory.replay(operations)
    .visibleStrokes()
    .map((each) => each.id);

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

  test("says what each operation did to the page", () => {
    const history = new DrawingHistory();
    expect(history.apply(act("clear"))).toBe("nothing");
    expect(history.apply(stroke("a"))).toBe("added");
    expect(history.apply(stroke("a"))).toBe("nothing");
    expect(history.apply(act("clear"))).toBe("repaint");
    expect([history.canUndo, history.canRedo, history.isBlank]).toEqual([true, false, true]);
    expect(history.apply(act("undo"))).toBe("repaint");
    expect([history.canUndo, history.canRedo, history.isBlank]).toEqual([true, true, false]);
  });
});

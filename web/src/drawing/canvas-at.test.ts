import { describe, expect, test } from "vitest";
import { canvasAt, findMark } from "./canvas-at.ts";
import { DrawingHistory } from "./history.ts";
import { encodeOperations, type MarkOperation, type Operation } from "./operation.ts";
import { decodeOperations } from "./parse-operation.ts";
import type { StrokeOperation } from "./operation.ts";

const stroke = (id: string, points = 1): StrokeOperation => ({
  op: "stroke",
  id,
  tool: "brush",
  colour: "#000000",
  size: 4,
  points: Array.from({ length: points }, (_, at) => [at, at, at, null] as const),
});
const mark = (version: number, after: string | null, growing?: StrokeOperation): MarkOperation => ({
  op: "mark",
  id: `mark${version}`,
  epoch: 3,
  version,
  after,
  ...(growing && { growing }),
});
const shown = (operations: readonly Operation[] | null): string[] =>
  DrawingHistory.replay(operations ?? []).page.ink.flatMap(({ items }) =>
    items.flatMap((each) => (each.op === "stroke" ? [`${each.id}:${each.points.length}`] : [])),
  );

describe("the canvas of a kept picture", () => {
  const log: Operation[] = [
    stroke("a"),
    stroke("b"),
    mark(4, "b"),
    { op: "undo", id: "u" },
    mark(5, "u"),
    stroke("c", 9),
    mark(7, "u", stroke("c", 5)),
    { op: "clear", id: "x" },
    mark(2, null),
  ];
  const at = (version: number): string[] => {
    const found = findMark(log, 3, version);
    return found ? shown(canvasAt(log, found)) : ["no mark"];
  };

  test("is what was on the page then, whatever came after", () => {
    expect(at(4)).toEqual(["a:1", "b:1"]);
    expect(at(5)).toEqual(["a:1"]);
  });
  test("has a growing stroke as far as it was", () => expect(at(7)).toEqual(["a:1", "c:5"]));
  test("is blank before the first operation", () => expect(at(2)).toEqual([]));
  test("belongs to one epoch and version", () => {
    expect(findMark(log, 2, 4)).toBeNull();
    expect(findMark(log, 3, 6)).toBeNull();
  });
  test("is not guessed when the log lacks it", () => {
    expect(canvasAt(log, mark(9, "elsewhere"))).toBeNull();
  });
  test("survives the log's bytes, and marks change nothing on the page", () => {
    const read = decodeOperations(encodeOperations(log));
    expect(read).toEqual(log);
    expect(shown(read)).toEqual(shown(log.filter((each) => each.op !== "mark")));
    const history = DrawingHistory.replay([stroke("a"), mark(1, "a")]);
    expect([history.lastId, history.has("mark1")]).toEqual(["a", true]);
  });
  test.each([
    '{"op":"mark","id":"m","epoch":1,"version":-1,"after":null}',
    '{"op":"mark","id":"m","epoch":1,"version":1}',
    '{"op":"mark","id":"m","epoch":1,"version":1,"after":null,"growing":{"id":"x"}}',
  ])("a broken mark is passed over: %s", (line) => {
    expect(decodeOperations(new TextEncoder().encode(line))).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import { decodeOperations, encodeOperations, type Operation } from "./operation.ts";

const stroke: Operation = {
  op: "stroke",
  id: "a",
  tool: "brush",
  colour: "#1b1b1f",
  size: 12,
  points: [
    [1, 2, 0, null],
    [3.5, 4, 8, 0.5],
  ],
};
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("stroke log", () => {
  test("says the same after a round trip", () => {
    const log: Operation[] = [
      stroke,
      { op: "undo", id: "b" },
      { ...stroke, id: "c", joins: true },
      { op: "clear", id: "d" },
    ];
    expect(decodeOperations(encodeOperations(log))).toEqual(log);
  });

  test("is the concatenation of its chunks", () => {
    const first = encodeOperations([stroke]);
    const second = encodeOperations([{ op: "redo", id: "e" }]);
    expect(decodeOperations(new Uint8Array([...first, ...second]))).toEqual([
      stroke,
      { op: "redo", id: "e" },
    ]);
  });

  test.each([
    "{",
    "null",
    "[]",
    '{"op":"undo"}',
    '{"op":"rotate","id":"x"}',
    '{"op":"stroke","id":"x"}',
    '{"op":"stroke","id":"x","tool":"brush","colour":"red","size":0,"points":[[0,0,0,null]]}',
    '{"op":"stroke","id":"x","tool":"brush","colour":"red","size":2,"points":[]}',
    '{"op":"stroke","id":"x","tool":"brush","colour":"red","size":2,"points":[[0,null,0,null]]}',
    '{"op":"stroke","id":"x","tool":"knife","colour":"red","size":2,"points":[[0,0,0,null]]}',
  ])("passes over a line it does not know: %s", (line) => {
    expect(decodeOperations(bytesOf(`${line}\n{"op":"undo","id":"y"}\n`))).toEqual([{ op: "undo", id: "y" }]);
  });
});

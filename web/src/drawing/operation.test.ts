import { describe, expect, test } from "vitest";
import { encodeOperations, type Operation } from "./operation.ts";
import { decodeOperations } from "./parse-operation.ts";

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
const place = { x: 1, y: 2.5, width: 30, height: 40, angle: -90 };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("stroke log", () => {
  test("says the same after a round trip", () => {
    const log: Operation[] = [
      stroke,
      { op: "undo", id: "b" },
      { ...stroke, id: "c", joins: true },
      { op: "clear", id: "d" },
      { op: "clear", id: "e", layer: 1 },
      { ...stroke, id: "f", tool: "line", layer: 1, points: [[1, 2, 0, 0.4, 0.7]] },
      { op: "fill", id: "g", colour: "#ff0000", rings: [[0, 0, 9, 0, 9, 9.5]], under: true },
      { op: "bytes", id: "h", of: "i", part: 0, parts: 2, data: "AAAA" },
      { op: "image", id: "i", place, opacity: 0.4 },
      { op: "set", id: "j", target: "i", opacity: 0, hidden: false, place, joins: true },
      { op: "set", id: "k", target: "i", removed: true },
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
    '{"op":"stroke","id":"x","tool":"brush","colour":"red","size":2,"points":[[0,0,0,null,"flat"]]}',
    '{"op":"stroke","id":"x","tool":"brush","colour":"red","size":2,"layer":7,"points":[[0,0,0,null]]}',
    '{"op":"fill","id":"x","colour":"red","rings":[[0,"a"]]}',
    '{"op":"fill","id":"x","colour":"red","rings":7}',
    '{"op":"bytes","id":"x","of":"i","part":2,"parts":2,"data":""}',
    '{"op":"bytes","id":"x","of":"i","part":0,"parts":1e9,"data":""}',
    '{"op":"image","id":"x","opacity":1,"place":{"x":1,"y":1,"width":0,"height":5,"angle":0}}',
    '{"op":"image","id":"x","opacity":2,"place":{"x":1,"y":1,"width":5,"height":5,"angle":0}}',
    '{"op":"set","id":"x"}',
    '{"op":"clear","id":"x","layer":"ink"}',
    '{"op":"stroke","id":"x","tool":"knife","colour":"red","size":2,"points":[[0,0,0,null]]}',
  ])("passes over a line it does not know: %s", (line) => {
    expect(decodeOperations(bytesOf(`${line}\n{"op":"undo","id":"y"}\n`))).toEqual([{ op: "undo", id: "y" }]);
  });
});

import { toBase64 } from "../../../drawing/base64.ts";
import type { Operation, Place, StrokePoint } from "../../../drawing/operation.ts";
import { rounded } from "../../../drawing/placement.ts";
import { randomId } from "../../../drawing/random-id.ts";
import { shapeLine, type Shape } from "../../../drawing/shapes.ts";
import { sizedTool, type Tools } from "./tools.ts";
import { words } from "./words.ts";

/** Something that is being put on the page: a picture from outside, one that lies there already, or a shape. */
export type Placing = { place: Place } & (
  | { kind: "image"; bytes: Uint8Array; url: string }
  | { kind: "moved"; id: string; url: string | null }
  | { kind: "shape"; shape: Shape }
);

/** Bytes of an image in one operation: in base64 it fits into one chunk of the log with room to spare. */
const PART_BYTES = 60_000;

export const nameOf = (placing: Placing): string =>
  placing.kind === "shape" ? words.shape[placing.shape] : words.placingImage;

/** What putting it there adds to the log. */
export function operationsOf(placing: Placing, tools: Tools): Operation[] {
  const place = rounded(placing.place);
  switch (placing.kind) {
    case "moved":
      return [{ op: "set", id: randomId(12), target: placing.id, place }];
    case "shape":
      return [shapeStroke(placing.shape, placing.place, tools)];
    case "image": {
      const image = randomId(12);
      const parts = Math.ceil(placing.bytes.length / PART_BYTES);
      const bytes = Array.from({ length: parts }, (_, part): Operation => {
        const data = toBase64(placing.bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
        return { op: "bytes", id: randomId(12), of: image, part, parts, data };
      });
      return [...bytes, { op: "image", id: image, place, opacity: 1 }];
    }
  }
}

function shapeStroke(shape: Shape, place: Place, tools: Tools): Operation {
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  const points = shapeLine(shape, place).map(({ x, y }, at): StrokePoint => [tenth(x), tenth(y), at, null]);
  const { colour, layer } = tools;
  const size = tools.sizes[sizedTool(tools) === "eraser" ? "brush" : sizedTool(tools)];
  return { op: "stroke", id: randomId(12), tool: "line", colour, size, points, ...(layer && { layer }) };
}

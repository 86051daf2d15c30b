import type { Tool } from "../../../drawing/brush.ts";
import type { InkLayer } from "../../../drawing/operation.ts";

export type SizedTool = "brush" | "eraser" | "line";

/** Tool, colour, layer and one size per tool that has one. */
export interface Tools {
  tool: Tool;
  colour: string;
  sizes: Record<SizedTool, number>;
  layer: InkLayer;
}

export const FIRST_TOOLS: Tools = {
  tool: "brush",
  colour: "#1b1b1f",
  sizes: { brush: 12, eraser: 48, line: 8 },
  layer: 0,
};
export const SIZE_MIN = 2;
export const SIZE_MAX = 120;
const SIZE_STEP = 1.25;

/** The tool whose size is asked for: a fill or the hand has none, and leaves the brush's. */
export const sizedTool = ({ tool }: Tools): SizedTool =>
  tool === "eraser" || tool === "line" ? tool : "brush";

export const withSize = (tools: Tools, size: number): Tools => ({
  ...tools,
  sizes: { ...tools.sizes, [sizedTool(tools)]: Math.round(Math.min(SIZE_MAX, Math.max(SIZE_MIN, size))) },
});

/** One step of the [ and ] keys; small sizes still move by a whole unit. */
export function stepSize(tools: Tools, direction: 1 | -1): Tools {
  const size = tools.sizes[sizedTool(tools)];
  const next = direction > 0 ? Math.max(size + 1, size * SIZE_STEP) : Math.min(size - 1, size / SIZE_STEP);
  return withSize(tools, next);
}

/** A colour was chosen to draw with: tools that use none give way to the brush. */
export const withColour = (tools: Tools, colour: string): Tools => ({
  ...tools,
  colour,
  tool: tools.tool === "line" || tools.tool === "fill" ? tools.tool : "brush",
});

import type { Tool } from "../drawing/operation.ts";

/** Tool, colour and one size per tool. */
export interface Tools {
  tool: Tool;
  colour: string;
  sizes: Record<Tool, number>;
}

export const FIRST_TOOLS: Tools = { tool: "brush", colour: "#1b1b1f", sizes: { brush: 12, eraser: 48 } };
export const SIZE_MIN = 2;
export const SIZE_MAX = 120;
const SIZE_STEP = 1.25;

export const PALETTE: readonly { colour: string; name: string }[] = [
  { colour: "#1b1b1f", name: "Ink" },
  { colour: "#6b7280", name: "Grey" },
  { colour: "#ffffff", name: "White" },
  { colour: "#7c4a1e", name: "Brown" },
  { colour: "#dc2626", name: "Red" },
  { colour: "#f97316", name: "Orange" },
  { colour: "#facc15", name: "Yellow" },
  { colour: "#16a34a", name: "Green" },
  { colour: "#14b8a6", name: "Teal" },
  { colour: "#2563eb", name: "Blue" },
  { colour: "#7c3aed", name: "Violet" },
  { colour: "#ec4899", name: "Pink" },
];

export const withSize = (tools: Tools, size: number): Tools => ({
  ...tools,
  sizes: { ...tools.sizes, [tools.tool]: Math.round(Math.min(SIZE_MAX, Math.max(SIZE_MIN, size))) },
});

/** One step of the [ and ] keys; small sizes still move by a whole unit. */
export function stepSize(tools: Tools, direction: 1 | -1): Tools {
  const size = tools.sizes[tools.tool];
  const next = direction > 0 ? Math.max(size + 1, size * SIZE_STEP) : Math.min(size - 1, size / SIZE_STEP);
  return withSize(tools, next);
}

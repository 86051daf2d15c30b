import type { InkLayer } from "./operation.ts";

export type Tool = "brush" | "eraser" | "line" | "fill" | "pick" | "hand";

/** What the hand draws with. */
export interface Brush {
  tool: Tool;
  colour: string;
  size: number;
  layer: InkLayer;
  /** How much the line is calmed, 0 to 1. */
  calm: number;
}

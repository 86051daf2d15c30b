import { expect, test } from "vitest";
import { FIRST_TOOLS, SIZE_MAX, SIZE_MIN, stepSize, withColour, withSize, type Tools } from "./tools.ts";

test("each tool has its own size", () => {
  const wider = stepSize({ ...FIRST_TOOLS, tool: "eraser" }, 1);
  expect(wider.sizes.brush).toBe(FIRST_TOOLS.sizes.brush);
  expect(wider.sizes.line).toBe(FIRST_TOOLS.sizes.line);
  expect(wider.sizes.eraser).toBeGreaterThan(FIRST_TOOLS.sizes.eraser);
});

test("a tool without a size changes the brush's", () => {
  expect(withSize({ ...FIRST_TOOLS, tool: "fill" }, 30).sizes.brush).toBe(30);
});

test("steps reach both ends and stay there", () => {
  let tools: Tools = withSize(FIRST_TOOLS, 50);
  for (let at = 0; at < 100; at++) tools = stepSize(tools, -1);
  expect(tools.sizes.brush).toBe(SIZE_MIN);
  for (let at = 0; at < 100; at++) tools = stepSize(tools, 1);
  expect(tools.sizes.brush).toBe(SIZE_MAX);
});

test("a colour goes to what draws with it", () => {
  const toolAfter = (tool: Tools["tool"]) => withColour({ ...FIRST_TOOLS, tool }, "#ff0000").tool;
  expect(["brush", "line", "fill", "eraser", "hand"].map((tool) => toolAfter(tool as Tools["tool"]))).toEqual(
    ["brush", "line", "fill", "brush", "brush"],
  );
});

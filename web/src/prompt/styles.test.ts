import { PROMPT_MAX_CHARS } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { STYLES, styleOf, toggleStyle, withoutStyle, withStyle, type Style } from "./styles.ts";

const style = (id: Style["id"]): Style => {
  const found = STYLES.find((each) => each.id === id);
  if (!found) throw new Error(id);
  return found;
};

test("there are at least eight, none the end of another", () => {
  expect(STYLES.length).toBeGreaterThanOrEqual(8);
  for (const each of STYLES) {
    expect(STYLES.filter((other) => other.prompt.endsWith(each.prompt))).toEqual([each]);
  }
});

test("a style comes on, is replaced by another, and goes", () => {
  const ink = toggleStyle("a cat", style("ink"));
  expect(ink).toBe(`a cat, ${style("ink").prompt}`);
  expect(styleOf(ink)?.id).toBe("ink");
  const oil = toggleStyle(ink, style("oil"));
  expect(oil).toBe(`a cat, ${style("oil").prompt}`);
  expect(toggleStyle(oil, style("oil"))).toBe("a cat");
});

test("a style stands alone where there are no words", () => {
  const alone = withStyle("  ", style("clay"));
  expect(alone).toBe(style("clay").prompt);
  expect(styleOf(alone)?.id).toBe("clay");
  expect(withoutStyle(alone)).toBe("");
});

test("words of one's own that resemble a style stay", () => {
  expect(styleOf("a gouache of a cat")).toBeNull();
  expect(withoutStyle("a cat, gouache")).toBe("a cat, gouache");
});

test("a prompt that has no room keeps its words", () => {
  const long = "x".repeat(PROMPT_MAX_CHARS - 3);
  expect(withStyle(long, style("ink"))).toBe(long);
});

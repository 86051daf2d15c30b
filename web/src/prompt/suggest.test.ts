import { expect, test } from "vitest";
import { suggest } from "./suggest.ts";

const EXAMPLES = ["a lighthouse at dusk", "a fox in snow", "a house by the sea", "snowy mountains at dawn"];

test("recent prompts come before examples, each once", () => {
  expect(suggest("", ["a fox in snow", "my cat"], EXAMPLES).slice(0, 3)).toEqual([
    "a fox in snow",
    "my cat",
    "a lighthouse at dusk",
  ]);
});

test("every typed word must begin a word", () => {
  expect(suggest("snow", [], EXAMPLES)).toEqual(["a fox in snow", "snowy mountains at dawn"]);
  expect(suggest("A hou se", [], EXAMPLES)).toEqual(["a house by the sea"]);
  expect(suggest("ouse", [], EXAMPLES)).toEqual([]);
});

test("what stands there already is not suggested, and six are enough", () => {
  expect(suggest("a fox in snow ", [], EXAMPLES)).toEqual([]);
  const many = Array.from({ length: 20 }, (_, at) => `cat ${at}`);
  expect(suggest("cat", many, EXAMPLES)).toHaveLength(6);
});

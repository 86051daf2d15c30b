import { PROMPT_MAX_CHARS } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { EXAMPLES } from "./examples.ts";
import { CHOICES, compose, decompose, EMPTY_RECIPE, PARTS } from "./ingredients.ts";

test("a recipe makes a prompt, and a prompt its recipe", () => {
  const recipe = { subject: "a cat", medium: "gouache", light: "moonlight", mood: "calm" };
  expect(compose(recipe)).toBe("a cat, gouache, moonlight, calm");
  expect(decompose(compose(recipe))).toEqual(recipe);
  expect(compose({ ...EMPTY_RECIPE, mood: " dreamy " })).toBe("dreamy");
});

test("one's own words are the subject, in their order, and nothing is lost", () => {
  const recipe = decompose("two cats, calm, on a red roof, gouache, watercolour");
  expect(recipe).toEqual({
    subject: "two cats, on a red roof, watercolour",
    medium: "gouache",
    light: "",
    mood: "calm",
  });
  expect(decompose("")).toEqual(EMPTY_RECIPE);
});

test.each(PARTS)("%s has choices enough, each once", (part) => {
  expect(CHOICES[part].length).toBeGreaterThanOrEqual(8);
  expect(new Set(CHOICES[part]).size).toBe(CHOICES[part].length);
});

describe("[L17] the examples", () => {
  test("are at least 24, each once, and fit", () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(24);
    expect(new Set(EXAMPLES).size).toBe(EXAMPLES.length);
    for (const example of EXAMPLES) expect(example.length).toBeLessThan(PROMPT_MAX_CHARS / 4);
  });

  test("say what, how, in which light and mood", () => {
    for (const example of EXAMPLES) expect(example.split(", ")).toHaveLength(4);
  });

  test("name nobody and no maker: nothing is written with a capital letter but 3D", () => {
    for (const example of EXAMPLES)
      expect(example.replace("3D", "")).toBe(example.toLowerCase().replace("3d", ""));
  });
});

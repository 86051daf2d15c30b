import { expect, test } from "vitest";
import { pseudoWords } from "./pseudo.ts";

test("every word is longer and accented, inside lists and functions too; numbers alone stay", () => {
  const words = pseudoWords({
    save: "Save",
    left: (count: number) => `${count} left`,
    nested: { names: ["Untitled sketch"] },
    size: "24",
  });
  expect(words.save).toMatch(/^Šåvé/);
  expect(words.save.length).toBeGreaterThanOrEqual(6);
  expect(words.left(3)).toMatch(/^3 léft/);
  expect(words.nested.names[0]?.length).toBeGreaterThanOrEqual(Math.ceil(1.4 * "Untitled sketch".length) - 1);
  expect(words.size).toBe("24");
});

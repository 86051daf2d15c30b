import { expect, test } from "vitest";
import { fileName } from "./file-name.ts";

test.each([
  ["A house!", "a-house-picture.png"],
  ["Ünder Wasser", "ünder-wasser-picture.png"],
  ["Crème brûlée ガラス", "crème-brûlée-ガラス-picture.png"],
  ["…", "sketch-picture.png"],
])("%j is %j", (title, name) => {
  expect(fileName(title, "picture.png")).toBe(name);
});

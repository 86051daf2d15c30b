import { expect, test } from "vitest";
import { fileName } from "./file-name.ts";

test.each([
  ["A house!", "a-house-picture.png"],
  ["  ../../etc/passwd ", "etc-passwd-picture.png"],
  ["C:\\con*?", "c-con-picture.png"],
  ["Ünder Wasser", "u-nder-wasser-picture.png"],
  ["絵本", "絵本-picture.png"],
  ["…", "sketch-picture.png"],
  ["x".repeat(200), `${"x".repeat(60)}-picture.png`],
])("%j is %j", (title, name) => {
  expect(fileName(title, "picture.png")).toBe(name);
});

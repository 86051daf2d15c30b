import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { curlOf } from "./curl.ts";

test("a shell gives curl the very body, whatever quotes and dollars are in the words", () => {
  const asked = { prompt: `it's "a $HOME" \`ls\` \\ of ${"ü"}`, widthPx: 256, heightPx: 256 };
  const script = `curl() { for last; do :; done; printf %s "$last"; }\n${curlOf("https://x.example", asked)}`;
  expect(JSON.parse(execFileSync("bash", ["-c", script], { encoding: "utf8" }))).toEqual(asked);
});

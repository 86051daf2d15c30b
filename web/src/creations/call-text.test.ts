import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { callText } from "./call-text.ts";

test("is one call whose body is what was asked for, whatever stands in the prompt", () => {
  const asked = { prompt: `it's "dusk" $HOME \`ls\` \\ ö\nand more`, model: "painter", count: 4, seed: 7 };
  const text = callText({ asked }, 9, "https://llama.test");
  const said = execFileSync("sh", ["-c", text.replace(/^curl/, "printf '%s\\0'")], { env: { KEY: "lsk_1" } });
  expect(said.toString().split("\0").slice(0, -1)).toEqual([
    "-H",
    "authorization: Bearer lsk_1",
    "-H",
    "content-type: application/json",
    "-d",
    JSON.stringify({ prompt: asked.prompt, model: "painter", seed: 9 }),
    "https://llama.test/api/v1/generations",
  ]);
});

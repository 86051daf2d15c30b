import { z } from "zod";
import { expect, test } from "vitest";
import { readMessage } from "./read-message.ts";
import { parseJson, wellFormed } from "./well-formed.ts";

test("half a letter is U+FFFD, wherever it stands; whole ones stay", () => {
  expect(parseJson(String.raw`{"a":["x\ud83d",{"\udc00b":"\ud83d\ude80"}],"n":1,"z":null}`)).toEqual({
    a: ["x\ufffd", { "\ufffdb": "🚀" }],
    n: 1,
    z: null,
  });
  expect(parseJson(String.raw`"\\ud83d"`)).toBe(String.raw`\ud83d`);
  expect(wellFormed(["\udc00\ud83d", true])).toEqual(["\ufffd\ufffd", true]);
  expect(() => parseJson("{")).toThrow(SyntaxError);
});

test("a key that objects have of themselves is a key", () =>
  expect(Object.keys(wellFormed(JSON.parse('{"__proto__":1}')) as object)).toEqual(["__proto__"]));

test("in messages too", () => {
  const schema = z.object({ prompt: z.string() });
  expect(readMessage(schema, String.raw`{"prompt":"a \ud83d boat"}`)).toEqual({ prompt: "a \ufffd boat" });
});

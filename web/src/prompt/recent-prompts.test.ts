import { expect, test } from "vitest";
import { RecentPrompts } from "./recent-prompts.ts";

function memory(first: string | null = null) {
  let value = first;
  return {
    getItem: () => value,
    setItem: (_key: string, text: string) => {
      value = text;
    },
  };
}

test("newest first, each once, no more than twelve, blank ones never", () => {
  const recent = new RecentPrompts(memory());
  for (let at = 0; at < 20; at++) recent.remember(`prompt ${at}`);
  recent.remember(" prompt 15 ");
  recent.remember("   ");
  expect(recent.list).toHaveLength(12);
  expect(recent.list.slice(0, 3)).toEqual(["prompt 15", "prompt 19", "prompt 18"]);
});

test.each(["{", "7", '{"a":1}', "[3, null, {}]"])("what is stored as %s is no list of prompts", (stored) => {
  expect(new RecentPrompts(memory(stored)).list).toEqual([]);
});

test("forbidden storage is no error", () => {
  const refuse = (): never => {
    throw new DOMException("no", "SecurityError");
  };
  const recent = new RecentPrompts({ getItem: refuse, setItem: refuse });
  recent.remember("a");
  expect(recent.list).toEqual([]);
});

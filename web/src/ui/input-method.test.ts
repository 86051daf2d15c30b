/** Three input methods as browsers tell of them: no key of theirs is one of the page's, and every key after them is. */
import { expect, test } from "vitest";
import { InputMethod } from "./input-method.ts";

type Said =
  | readonly ["begin" | "end", atMs: number]
  | readonly ["key", atMs: number, keyCode: number, isComposing: boolean, isOwned: boolean];

const B = 66;
const ENTER = 13;
const ESCAPE = 27;
const SPACE = 32;
const TAKEN = 229;

const STORIES: Readonly<Record<string, readonly Said[]>> = {
  "Japanese, Chromium: kana, converted, confirmed by Enter": [
    ["key", 0, TAKEN, false, true],
    ["begin", 1],
    ["key", 90, TAKEN, true, true],
    ["key", 200, TAKEN, true, true],
    ["key", 400, TAKEN, true, true],
    ["end", 401],
    ["key", 480, ENTER, false, false],
    ["key", 900, ENTER, false, false],
  ],
  "Japanese, Safari: the end comes before its key": [
    ["begin", 0],
    ["key", 1, TAKEN, true, true],
    ["end", 400],
    ["key", 401, TAKEN, false, true],
    ["key", 900, ENTER, false, false],
  ],
  "Japanese, a web view that calls that key an Enter": [
    ["begin", 0],
    ["key", 1, TAKEN, true, true],
    ["end", 400],
    ["key", 402, ENTER, false, true],
    ["key", 403, ENTER, false, false],
  ],
  "Chinese (Pinyin), Firefox: letters, a candidate by Space, given up by Escape": [
    ["key", 0, TAKEN, true, true],
    ["begin", 0],
    ["key", 100, B, true, true],
    ["key", 200, SPACE, true, true],
    ["end", 201],
    ["key", 700, TAKEN, true, true],
    ["begin", 701],
    ["key", 800, ESCAPE, true, true],
    ["end", 801],
    ["key", 1500, ESCAPE, false, false],
  ],
  "Korean, Chromium: a syllable ended by a click, then a shortcut": [
    ["key", 0, TAKEN, false, true],
    ["begin", 1],
    ["key", 80, TAKEN, true, true],
    ["end", 2000],
    ["key", 2600, B, false, false],
  ],
  "a phone's keyboard, where every key is one of its own": [
    ["key", 0, TAKEN, false, true],
    ["begin", 1],
    ["key", 300, TAKEN, true, true],
    ["end", 301],
    ["key", 600, ENTER, false, false],
  ],
  "no input method at all": [
    ["key", 0, B, false, false],
    ["key", 10, ENTER, false, false],
  ],
};

test.each(Object.entries(STORIES))("%s", (_story, said) => {
  const method = new InputMethod();
  for (const [what, timeStamp, keyCode = 0, isComposing = false, isOwned] of said) {
    if (what === "begin") method.began();
    else if (what === "end") method.ended({ timeStamp });
    else expect([timeStamp, method.owns({ timeStamp, keyCode, isComposing })]).toEqual([timeStamp, isOwned]);
  }
});

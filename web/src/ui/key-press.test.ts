/** What a press means on the keyboards of those who draw: by its character, by its place where another script is written. */
import { describe, expect, test } from "vitest";
import { chordOf, keyPressOf, type KeyPress } from "./key-press.ts";
import { shortcutsOf } from "../app/shortcuts.ts";

type Held = "shift" | "ctrl" | "meta" | "alt" | "third";
const press = (key: string, code: string, ...held: Held[]): KeyPress => ({
  key,
  code,
  shiftKey: held.includes("shift"),
  ctrlKey: held.includes("ctrl"),
  metaKey: held.includes("meta"),
  altKey: held.includes("alt"),
  isThirdLevel: held.includes("third"),
});

type Row = readonly [key: string, code: string, held: readonly Held[], chord: string | null];

const LAYOUTS: Readonly<Record<string, readonly Row[]>> = {
  "US English": [
    ["b", "KeyB", [], "b"],
    ["Z", "KeyZ", ["shift"], "shift+z"],
    ["Z", "KeyZ", ["shift", "meta"], "mod+shift+z"],
    ["/", "Slash", [], "/"],
    ["?", "Slash", ["shift"], "?"],
    ["+", "Equal", ["shift"], "+"],
    ["[", "BracketLeft", [], "["],
    ["[", "BracketLeft", ["alt"], null],
    ["b", "KeyB", ["alt"], null],
    ["∫", "KeyB", ["alt", "third"], null],
    ["ArrowLeft", "ArrowLeft", [], "arrowleft"],
  ],
  "UK English": [
    ["£", "Digit3", ["shift"], "£"],
    ["3", "Digit3", [], "3"],
    ["#", "Backslash", [], "#"],
    ["€", "Digit4", ["third"], null],
  ],
  "US Dvorak": [
    ["b", "KeyN", [], "b"],
    ["z", "Slash", [], "z"],
    ["/", "BracketLeft", [], "/"],
    ["[", "Minus", [], "["],
  ],
  "German, Windows and Linux": [
    ["z", "KeyY", [], "z"],
    ["y", "KeyZ", ["ctrl"], "mod+y"],
    ["/", "Digit7", ["shift"], "/"],
    ["?", "Minus", ["shift"], "?"],
    ["+", "BracketRight", [], "+"],
    ["-", "Slash", [], "-"],
    ["[", "Digit8", ["third"], "["],
    ["]", "Digit9", ["third"], "]"],
    ["[", "Digit8", ["ctrl", "alt"], "["],
    ["ü", "BracketLeft", [], "ü"],
    ["ß", "Minus", [], "ß"],
    ["Dead", "Backquote", [], "dead"],
  ],
  "German, Mac": [
    ["[", "Digit5", ["alt", "third"], "["],
    ["]", "Digit6", ["alt", "third"], "]"],
    ["@", "KeyL", ["alt", "third"], "@"],
    ["å", "KeyA", ["alt", "third"], null],
  ],
  French: [
    ["z", "KeyW", ["ctrl"], "mod+z"],
    ["1", "Digit1", ["shift"], "1"],
    ["&", "Digit1", [], "&"],
    ["é", "Digit2", [], "é"],
    ["/", "Period", ["shift"], "/"],
    ["[", "Digit5", ["third"], "["],
    ["=", "Equal", [], "="],
  ],
  Spanish: [
    ["ñ", "Semicolon", [], "ñ"],
    ["[", "BracketLeft", ["third"], "["],
    ["-", "Slash", [], "-"],
    ["/", "Digit7", ["shift"], "/"],
  ],
  Polish: [
    ["ł", "KeyL", ["third"], null],
    ["l", "KeyL", [], "l"],
    ["ł", "KeyL", ["ctrl", "alt"], null],
  ],
  Turkish: [
    ["ı", "KeyI", [], "ı"],
    ["i", "Quote", [], "i"],
    ["[", "Digit8", ["third"], "["],
    ["/", "Digit7", ["shift"], "/"],
  ],
  Swedish: [
    ["ö", "Semicolon", [], "ö"],
    ["å", "BracketLeft", [], "å"],
    ["[", "Digit8", ["third"], "["],
    ["+", "Minus", [], "+"],
  ],
  Russian: [
    ["и", "KeyB", [], "b"],
    ["И", "KeyB", ["shift"], "shift+b"],
    ["я", "KeyZ", ["ctrl"], "mod+z"],
    ["Я", "KeyZ", ["ctrl", "shift"], "mod+shift+z"],
    ["н", "KeyY", ["ctrl"], "mod+y"],
    ["х", "BracketLeft", [], "["],
    ["ъ", "BracketRight", [], "]"],
    [".", "Slash", [], "."],
    ["/", "Backslash", ["shift"], "/"],
    ["?", "Digit7", ["shift"], "?"],
    ["№", "Digit3", ["shift"], "№"],
  ],
  Ukrainian: [
    ["є", "Quote", [], "'"],
    ["і", "KeyS", [], "s"],
    ["ґ", "Backslash", ["third"], null],
  ],
  Greek: [
    ["β", "KeyB", [], "b"],
    ["Ζ", "KeyZ", ["shift"], "shift+z"],
    ["ζ", "KeyZ", ["ctrl"], "mod+z"],
    [";", "KeyQ", [], ";"],
    ["ς", "KeyW", [], "w"],
  ],
  Arabic: [
    ["لا", "KeyB", [], "b"],
    ["ئ", "KeyZ", ["ctrl"], "mod+z"],
    ["ث", "KeyE", [], "e"],
    ["ج", "BracketLeft", [], "["],
    ["؟", "Slash", ["shift"], "?"],
    ["١", "Digit1", [], "1"],
    ["ظ", "Slash", [], "/"],
  ],
  Hebrew: [
    ["נ", "KeyB", [], "b"],
    ["ז", "KeyZ", ["meta"], "mod+z"],
    ["/", "KeyQ", [], "/"],
    [".", "Slash", [], "."],
    ["ק", "KeyE", [], "e"],
  ],
  "Hindi (InScript)": [
    ["व", "KeyB", [], "b"],
    ["ऎ", "KeyZ", ["ctrl"], "mod+z"],
    ["ड", "BracketLeft", [], "["],
    ["य", "Slash", [], "/"],
    ["१", "Digit1", [], "1"],
  ],
  "Thai (Kedmanee)": [
    ["ิ", "KeyB", [], "b"],
    ["ผ", "KeyZ", ["ctrl"], "mod+z"],
    ["ฝ", "Slash", [], "/"],
    ["ๅ", "Digit1", [], "1"],
  ],
  "Korean (2-set)": [
    ["ㅠ", "KeyB", [], "b"],
    ["ㅋ", "KeyZ", ["ctrl"], "mod+z"],
    ["ㄸ", "KeyE", ["shift"], "shift+e"],
    ["[", "BracketLeft", [], "["],
  ],
  "Japanese (kana)": [
    ["こ", "KeyB", [], "b"],
    ["っ", "KeyZ", ["shift"], "shift+z"],
    ["め", "Slash", [], "/"],
    ["゜", "BracketRight", [], "]"],
  ],
  "Japanese, full width": [
    ["ｂ", "KeyB", [], "b"],
    ["？", "Slash", ["shift"], "?"],
    ["［", "BracketRight", [], "["],
  ],
  "Chinese (Zhuyin)": [
    ["ㄖ", "KeyB", [], "b"],
    ["ㄈ", "KeyZ", ["ctrl"], "mod+z"],
    ["ㄅ", "Digit1", [], "1"],
    ["ㄥ", "Slash", [], "/"],
  ],
};

test("there are 12 layouts and more", () => expect(Object.keys(LAYOUTS).length).toBeGreaterThanOrEqual(12));

describe.each(Object.entries(LAYOUTS))("%s", (_layout, rows) =>
  test.each(rows)("%s of %s with %j is %s", (key, code, held, chord) =>
    expect(chordOf(press(key, code, ...held))).toBe(chord),
  ),
);

test("on each there is a brush, an eraser, undo and both sizes", () => {
  const means = (row: Row): string[] => shortcutsOf(press(row[0], row[1], ...row[2]));
  const found = Object.values(LAYOUTS).flat().flatMap(means);
  for (const id of ["brush", "eraser", "undo", "redo", "smaller", "bigger", "help", "prompt", "style"])
    expect(found).toContain(id);
});

test("Option is a third level on a Mac alone", () => {
  const event = (altGraph: boolean) =>
    Object.assign(new Event("keydown"), {
      ...press("[", "Digit5", "alt"),
      getModifierState: () => altGraph,
    }) as unknown as KeyboardEvent;
  const on = (platform: string, altGraph = false): string | null => {
    Object.defineProperty(navigator, "platform", { value: platform, configurable: true });
    return chordOf(keyPressOf(event(altGraph)));
  };
  expect(on("MacIntel")).toBe("[");
  expect(on("Win32")).toBeNull();
  expect(on("Linux x86_64", true)).toBe("[");
});

import { expect, test } from "vitest";
import { chordOf, chordsOf, SHORTCUTS, shortcutsOf } from "./shortcuts.ts";
import { words } from "./words.ts";

const press = (
  key: string,
  held: Partial<Record<"altKey" | "ctrlKey" | "metaKey" | "shiftKey", true>> = {},
) => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

test("letters count with Shift, signs are themselves on every keyboard", () => {
  expect(chordOf(press("z"))).toBe("z");
  expect(chordOf(press("Z", { shiftKey: true }))).toBe("shift+z");
  expect(chordOf(press("Z", { shiftKey: true, metaKey: true }))).toBe("mod+shift+z");
  expect(chordOf(press("/", { shiftKey: true }))).toBe("/");
  expect(chordOf(press("?", { shiftKey: true }))).toBe("?");
  expect(chordOf(press("ArrowLeft"))).toBe("arrowleft");
  expect(chordOf(press("b", { altKey: true }))).toBeNull();
});

test("caps lock changes nothing", () => expect(shortcutsOf(press("B"))).toEqual(["brush"]));

test("the browser's own keys are left to it", () => {
  for (const key of ["b", "e", "n", "f2"]) expect(shortcutsOf(press(key, { ctrlKey: true }))).toEqual([]);
});

test("undo and redo are where every hand looks for them", () => {
  for (const at of [press("z"), press("z", { ctrlKey: true }), press("z", { metaKey: true })])
    expect(shortcutsOf(at)).toContain("undo");
  for (const at of [press("Z", { shiftKey: true }), press("y", { ctrlKey: true })])
    expect(shortcutsOf(at)).toEqual(["redo"]);
});

test("each has a name for the list, and no key means two things in one group", () => {
  for (const { id } of SHORTCUTS) expect(words.shortcuts[id]).toBeTruthy();
  const taken = SHORTCUTS.flatMap(({ group, chords }) => chords.map((chord) => `${group} ${chord}`));
  expect(new Set(taken).size).toBe(taken.length);
  expect(chordsOf("redo")[0]).toBe("Shift Z");
});

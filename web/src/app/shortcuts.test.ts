import { expect, test } from "vitest";
import type { KeyPress } from "../ui/key-press.ts";
import { chordsOf, SHORTCUTS, shortcutsOf } from "./shortcuts.ts";
import { words } from "./words.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isThirdLevel: false,
  ...held,
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

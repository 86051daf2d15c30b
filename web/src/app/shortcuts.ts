import { chordOf, type KeyPress } from "../ui/key-press.ts";
import { words } from "./words.ts";

/** Where a shortcut stands in the list that `?` shows. */
export type ShortcutGroup = "drawing" | "picture" | "words" | "library" | "page";

interface Shortcut {
  id: string;
  group: ShortcutGroup;
  /** As `chordOf` names them: `mod` is Ctrl, or Command on a Mac. */
  chords: readonly string[];
  /** Keys to show when the chords would be too many. */
  shown?: string;
}

/** Every key of every page. Two pages may use one key: whoever listens gets it. */
export const SHORTCUTS = [
  { id: "brush", group: "drawing", chords: ["b"] },
  { id: "eraser", group: "drawing", chords: ["e"] },
  { id: "line", group: "drawing", chords: ["l"] },
  { id: "fill", group: "drawing", chords: ["f"] },
  { id: "pick", group: "drawing", chords: ["i"] },
  { id: "hand", group: "drawing", chords: ["h"] },
  { id: "smaller", group: "drawing", chords: ["["] },
  { id: "bigger", group: "drawing", chords: ["]"] },
  { id: "undo", group: "drawing", chords: ["z", "mod+z"] },
  { id: "redo", group: "drawing", chords: ["shift+z", "mod+shift+z", "mod+y"] },
  { id: "nearer", group: "drawing", chords: ["+", "="], shown: "+" },
  { id: "farther", group: "drawing", chords: ["-"] },
  { id: "wholePage", group: "drawing", chords: ["0"] },
  { id: "compare", group: "picture", chords: [" "] },
  { id: "variations", group: "picture", chords: ["v"] },
  { id: "pin", group: "picture", chords: ["s"] },
  { id: "older", group: "picture", chords: ["arrowleft", "arrowdown"], shown: "←" },
  { id: "newer", group: "picture", chords: ["arrowright", "arrowup"], shown: "→" },
  { id: "now", group: "picture", chords: ["escape"] },
  { id: "prompt", group: "words", chords: ["/"] },
  { id: "style", group: "words", chords: ["1", "2", "3", "4", "5", "6"], shown: "1 – 6" },
  { id: "open", group: "library", chords: ["enter"] },
  {
    id: "move",
    group: "library",
    chords: ["arrowleft", "arrowright", "arrowup", "arrowdown"],
    shown: "← → ↑ ↓",
  },
  { id: "rename", group: "library", chords: ["f2"] },
  { id: "delete", group: "library", chords: ["delete", "backspace"] },
  { id: "undelete", group: "library", chords: ["z", "mod+z"] },
  { id: "choose", group: "library", chords: [" "] },
  { id: "chooseAll", group: "library", chords: ["mod+a"] },
  { id: "chooseNone", group: "library", chords: ["escape"] },
  { id: "search", group: "library", chords: ["/"] },
  { id: "new", group: "library", chords: ["n"] },
  { id: "help", group: "page", chords: ["?"] },
] as const satisfies readonly Shortcut[];
export type ShortcutId = (typeof SHORTCUTS)[number]["id"];

/** All that `press` may mean. */
export function shortcutsOf(press: KeyPress): ShortcutId[] {
  const chord = chordOf(press);
  return SHORTCUTS.filter(({ chords }) => (chords as readonly string[]).includes(chord ?? "")).map(
    ({ id }) => id,
  );
}

/** The keys of `id` as a person reads them: `Shift Z`, `Ctrl Y`. */
export function chordsOf(id: ShortcutId): string[] {
  const shortcut: Shortcut | undefined = SHORTCUTS.find((each) => each.id === id);
  if (shortcut?.shown) return [shortcut.shown];
  return shortcut?.chords.map(chordText) ?? [];
}

/** A label with its first key behind it. */
export const withKey = (label: string, id: ShortcutId): string => `${label} (${chordsOf(id)[0]})`;

function chordText(chord: string): string {
  return chord
    .split("+")
    .map((part) => words.keyNames[part as keyof typeof words.keyNames] ?? part.toUpperCase())
    .join(" ");
}

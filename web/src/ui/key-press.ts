/** What a key stands for, on whichever keyboard. */

export interface KeyPress {
  /** As the event has them. */
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  /** A key is held that brings forth further signs: AltGr, or Option on a Mac. */
  isThirdLevel: boolean;
}

const isMac = (): boolean => /^Mac|^iP/.test(navigator.platform);

export function keyPressOf(event: KeyboardEvent): KeyPress {
  const { key, code, altKey, ctrlKey, metaKey, shiftKey } = event;
  const isThirdLevel = event.getModifierState("AltGraph") || (altKey && isMac());
  return { key, code, altKey, ctrlKey, metaKey, shiftKey, isThirdLevel };
}

/** What is printed on a key beside letters and digits, where keyboards write Latin; and with Shift. */
const SIGNS: Readonly<Record<string, readonly [string, string]>> = {
  Minus: ["-", "_"],
  Equal: ["=", "+"],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Slash: ["/", "?"],
  Semicolon: [";", ":"],
  Quote: ["'", '"'],
  Comma: [",", "<"],
  Period: [".", ">"],
  Backslash: ["\\", "|"],
  Backquote: ["`", "~"],
};
const NAMED = /^[A-Z][A-Za-z0-9]+$/;
/** Latin letters, and signs that are on keyboards which write Latin: § and £ are no others. */
const OURS = /^[\p{Script=Latin}\u0020-\u00ff\u2000-\u214f]$/u;
/** The same letters as wide as a Chinese one. */
const FULL_WIDTH = /^[\uff01-\uff5e]$/;

/**
 * The character of a press, or its name: `ArrowLeft`. By what the keyboard writes, if that is a Latin letter, a digit or one of
 * our signs; else, on keyboards of other scripts, by where the key lies.
 */
export function characterOf({ key, code, shiftKey }: Pick<KeyPress, "key" | "code" | "shiftKey">): string {
  if (NAMED.test(key)) return key;
  const character = FULL_WIDTH.test(key) ? key.normalize("NFKC") : key;
  if (OURS.test(character)) return character;
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter !== undefined) return shiftKey ? letter : letter.toLowerCase();
  const [, digit] = /^Digit([0-9])$/.exec(code) ?? [];
  return digit ?? SIGNS[code]?.[shiftKey ? 1 : 0] ?? key;
}

const SIGN = /^[\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]$/;

/**
 * The chord of a press: `z`, `mod+shift+z`, `arrowleft`; null when it is none of ours. A sign is itself, however a keyboard
 * brings it forth; a letter or a digit with Alt belongs to the system.
 */
export function chordOf(press: KeyPress): string | null {
  const character = characterOf(press);
  const isMadeSign = SIGN.test(press.key) && (press.isThirdLevel || (press.altKey && press.ctrlKey));
  if (isMadeSign) return press.metaKey ? null : character;
  if (press.altKey || press.isThirdLevel) return null;
  const name = character.toLowerCase();
  const isShifted = press.shiftKey && (name.length > 1 || name !== character.toUpperCase());
  return `${press.ctrlKey || press.metaKey ? "mod+" : ""}${isShifted ? "shift+" : ""}${name}`;
}

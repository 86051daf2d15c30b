/**
 * The first, local line of the moderation port: words that are refused outright, whatever is drawn. Sexual content,
 * anything sexual or violent about minors, and pictures of real people by name. Coarse on purpose; a model's opinion
 * joins it behind the same function.
 */
import { foldText } from "@llamasketch/contract";
import { seenAs } from "../look-alikes.ts";
import { HARMLESS } from "./harmless-words.ts";
import { MINORS, SEXUAL } from "./prompt-words.ts";
import { REAL_PEOPLE, REAL_PEOPLE_FRAMES } from "./real-people.ts";

/** Digits and signs that stand for letters within a word. */
const LEET: Readonly<Record<string, string>> = {
  "@": "a",
  4: "a",
  3: "e",
  1: "i",
  "!": "i",
  "|": "i",
  0: "o",
  $: "s",
  5: "s",
  7: "t",
  8: "b",
};

const plain = (text: string): string => ` ${text.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim()} `;

/** Each word with its digits and signs as letters; what ends a sentence is none. */
const fromLeet = (text: string): string =>
  text.replace(/\S*\p{L}\S*/gu, (word) =>
    word.replace(/[^\p{L}\p{N}@$]+$/u, "").replace(/[@431!|0$578]/g, (sign) => LEET[sign] ?? sign),
  );

/** A word with other signs between its letters, letters that stand alone in a row, and a letter held down, as the word they are. */
function pulledTogether(text: string): string {
  const dotted = text.match(/\p{L}+(?:[^\p{L}\p{M}\p{N}\s]+\p{L}+)+/gu) ?? [];
  const spaced = text.match(/(?<![\p{L}\p{N}])\p{L}(?:[^\p{L}\p{N}]+\p{L}(?![\p{L}\p{N}])){2,}/gu) ?? [];
  const runs = spaced.flatMap((run) => tails(run.replace(/[^\p{L}]/gu, "")));
  const whole = [...dotted.map((word) => word.replace(/[^\p{L}]/gu, "")), ...runs];
  const held = text.match(/\p{L}*(\p{L})\1\1\p{L}*/gu) ?? [];
  const released = held.flatMap((word) => [
    word.replace(/(\p{L})\1{2,}/gu, "$1"),
    word.replace(/(\p{L})\1{2,}/gu, "$1$1"),
  ]);
  // Apart, so that no two of them read as one wish.
  return plain([...whole, ...released].join(" / "));
}

/** "a n u d e" is a letter and a word; longer words are found anywhere in a row, short ones stand in others by chance. */
const SURE_MIN = 5;
const WORD_MAX = 13;
function tails(letters: string): string[] {
  const all = Array.from(letters);
  const within = all.flatMap((_, from) =>
    Array.from({ length: Math.max(0, Math.min(WORD_MAX, all.length - from) - SURE_MIN + 1) }, (__, more) =>
      all.slice(from, from + SURE_MIN + more).join(""),
    ),
  );
  return [letters, letters.replace(/^[ai]/u, ""), ...within];
}

const has = (text: string, list: readonly string[]): boolean =>
  list.some((word) => text.includes(` ${word} `));

/** False when these words must not be drawn. What somebody wants to keep out of a picture is no wish, and not asked about here. */
export function allowsPrompt(prompt: string): boolean {
  const seen = seenAs(prompt);
  if (REAL_PEOPLE_FRAMES.some((frame) => frame.test(seen))) return false;
  const folded = foldText(seen);
  const text = [
    plain(folded),
    plain(fromLeet(folded)),
    pulledTogether(folded),
    pulledTogether(fromLeet(folded)),
  ]
    .map((reading) => HARMLESS.reduce((left, phrase) => left.replace(phrase, " "), reading))
    .join("/");
  if (has(text, SEXUAL) || has(text, MINORS.always) || has(text, REAL_PEOPLE)) return false;
  const isYoung = has(text, MINORS.people) || MINORS.ages.test(text);
  return !(isYoung && has(text, MINORS.withBodies));
}

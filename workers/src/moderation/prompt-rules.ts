/**
 * The first, local line of the moderation port: words that are refused outright, whatever is drawn. Sexual content,
 * anything sexual or violent about minors, and pictures of real people by name. Coarse on purpose; a model's opinion
 * joins it behind the same function.
 */
import { foldText } from "@llamasketch/contract";
import { seenAs } from "../look-alikes.ts";
import { HARMLESS, SEXUAL, MINORS, REAL_PEOPLE_FRAMES } from "./prompt-words.ts";

const words = (text: string): string =>
  ` ${foldText(text)
    .replace(/[@4]/g, "a")
    .replace(/[3]/g, "e")
    .replace(/[1!|]/g, "i")
    .replace(/[0]/g, "o")
    .replace(/[$5]/g, "s")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()} `;

const has = (text: string, list: readonly string[]): boolean =>
  list.some((word) => text.includes(` ${word} `));

/** False when these words must not be drawn. What somebody wants to keep out of a picture is no wish, and not asked about here. */
export function allowsPrompt(prompt: string): boolean {
  const seen = seenAs(prompt);
  const text = HARMLESS.reduce((left, phrase) => left.replace(phrase, " "), words(seen));
  if (has(text, SEXUAL)) return false;
  if (has(text, MINORS.always)) return false;
  if (has(text, MINORS.people) && has(text, MINORS.withBodies)) return false;
  return !REAL_PEOPLE_FRAMES.some((frame) => frame.test(seen));
}

/**
 * The first, local line of the moderation port: words that are refused outright, whatever is drawn. Sexual content,
 * anything sexual or violent about minors, and pictures of real people by name. Coarse on purpose; a model's opinion
 * joins it behind the same function.
 */
import { SEXUAL, MINORS, REAL_PEOPLE_FRAMES } from "./prompt-words.ts";

const words = (text: string): string =>
  ` ${text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[@4]/g, "a")
    .replace(/[3]/g, "e")
    .replace(/[1!|]/g, "i")
    .replace(/[0]/g, "o")
    .replace(/[$5]/g, "s")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;

const has = (text: string, list: readonly string[]): boolean =>
  list.some((word) => text.includes(` ${word} `));

/** False when these words must not be drawn. */
export function allowsPrompt(prompt: string): boolean {
  const text = words(prompt);
  if (has(text, SEXUAL)) return false;
  if (has(text, MINORS.always)) return false;
  if (has(text, MINORS.people) && has(text, MINORS.withBodies)) return false;
  return !REAL_PEOPLE_FRAMES.some((frame) => frame.test(prompt));
}

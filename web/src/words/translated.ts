import { pseudoWords } from "./pseudo.ts";

/** The page's languages. Another one is a line here and a `de: {…}` beside every `en`. */
const LANGUAGES = ["en"] as const;
type Language = (typeof LANGUAGES)[number];

/** Longer words with accents on them, for finding what a translation would break; built for tests alone. */
const isPseudo = import.meta.env.MODE === "pseudo";

/**
 * Picks the reader's language once, at load. Each room keeps its words in one `words.ts`:
 * `export const words = translated({ en: { save: "Save", left: (n: number) => `${n} left` } })`.
 */
export function translated<Words>(byLanguage: Readonly<Record<Language, Words>>): Words {
  const words = byLanguage[language];
  return isPseudo ? pseudoWords(words) : words;
}

/** Of the page's words, and of its numbers and dates. */
export const language: Language =
  LANGUAGES.find((name) => globalThis.navigator?.languages?.some((asked) => asked.startsWith(name))) ?? "en";

/** The page's languages. Another one is a line here and a `de: {…}` beside every `en`. */
const LANGUAGES = ["en"] as const;
type Language = (typeof LANGUAGES)[number];

/**
 * Picks the reader's language once, at load. Each room keeps its words in one `words.ts`:
 * `export const words = translated({ en: { save: "Save", left: (n: number) => `${n} left` } })`.
 */
export function translated<Words>(byLanguage: Readonly<Record<Language, Words>>): Words {
  return byLanguage[language];
}

const language: Language =
  LANGUAGES.find((name) => globalThis.navigator?.languages?.some((asked) => asked.startsWith(name))) ?? "en";

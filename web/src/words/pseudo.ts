const LONGER_BY = 0.4;
const PLAIN = [..."aceinosuyzACEINOSUYZ"];
const ACCENTED = [..."åçéîñöšüýžÅÇÉÎÑÖŠÜÝŽ"];

/** `words` with accents on every letter that has some, and two fifths longer, as German or Finnish may be. */
export function pseudoWords<Words>(words: Words): Words {
  return change(words) as Words;
}

function change(value: unknown): unknown {
  if (typeof value === "string") return pseudoText(value);
  if (Array.isArray(value)) return value.map(change);
  if (typeof value === "function") return (...args: unknown[]) => change(value(...args));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));
}

function pseudoText(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return text;
  const accented = text.replace(/[a-z]/gi, (letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter);
  // Breaks where words do: a single long tail would be a word no language has.
  const tail = "lörém îpšü ".repeat(letters).slice(0, Math.ceil(letters * LONGER_BY));
  return `${accented}${letters > 6 ? " " : ""}${tail.trim()}`;
}

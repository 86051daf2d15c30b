/** Text as it is looked through: two ways to write one word fold into one. */

/** Counts up with every change below: what is stored folded is folded anew after it. */
export const FOLD_VERSION = 2;

/** Letters that Unicode does not take apart, though people type the plain one for them. */
const PLAIN: Readonly<Record<string, string>> = {
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ı: "i",
  ɓ: "b",
  ɗ: "d",
  ƙ: "k",
  ƒ: "f",
  // The middle and the end of a Greek word are one letter.
  ς: "σ",
  // Arabic letters that keyboards of several languages write with different code points.
  ک: "ك",
  ی: "ي",
  ى: "ي",
  ٱ: "ا",
  // What typewriters had one sign for.
  "’": "'",
  "‘": "'",
  ʼ: "'",
  "“": '"',
  "”": '"',
  "‐": "-",
  "‑": "-",
  "–": "-",
  "—": "-",
};
const TO_PLAIN = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "gu");

/** Nothing that is seen: joiners, soft hyphens, byte order marks, directions; and what only stretches an Arabic word. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;

/**
 * Marks that are accents. On letters of other scripts a mark is part of the letter: が is not か, कि is not क, й is not и.
 */
const ACCENTS = [
  /(?<=[\p{Script=Latin}\p{Script=Greek}\p{N}])\p{M}+/gu,
  // Stress, and the two dots that Russian leaves out in print.
  /(?<=[аеёиоуыэюяіїєАЕЁИОУЫЭЮЯІЇЄ])[\u0300\u0301]/gu,
  /(?<=[еЕ])\u0308/gu,
  // Vowel signs that are written for learners and scripture alone: Hebrew, Arabic, and hamza upon alef.
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0670\u06d6-\u06dc]/gu,
  /(?<=\u0627)[\u0653-\u0655]/gu,
];

/** Without case, accents, compatibility forms or what is not seen. Folding twice is folding once. */
export function foldText(text: string): string {
  let folded = text.toWellFormed().normalize("NFKD").replace(UNSEEN, "");
  for (const accents of ACCENTS) folded = folded.replace(accents, "");
  // Down, up and down again is full case folding: ß and ẞ are ss, every sigma and every i is one.
  folded = folded.toLowerCase().toUpperCase().toLowerCase();
  return (
    folded
      .replace(TO_PLAIN, (letter) => PLAIN[letter] ?? letter)
      // The ligature և: its two letters are spelled in two ways.
      .replaceAll("եւ", "եվ")
      .normalize("NFC")
  );
}

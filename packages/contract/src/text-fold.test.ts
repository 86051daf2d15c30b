/** What is found by what, in the scripts of the people who write; and what must not be. */
import { expect, test } from "vitest";
import { foldText } from "./text-fold.ts";

/** Every word of the query stands in the text, as the stores look. */
const finds = (query: string, text: string): boolean =>
  foldText(query)
    .split(/\s+/)
    .every((word) => foldText(text).includes(word));

const FINDS: readonly [script: string, query: string, text: string][] = [
  ["Latin", "creme brulee", "Crème brûlée"],
  ["Latin", "CRÈME", "creme"],
  ["Latin", "strasse", "Straße"],
  ["Latin", "STRASSE", "straße"],
  ["Latin", "straße", "STRASSE"],
  ["Latin", "GROẞ", "gross"],
  ["Latin", "uber", "ÜBER den Fluss"],
  ["Latin", "smorrebrod", "Smørrebrød"],
  ["Latin", "smørrebrød", "SMORREBROD"],
  ["Latin", "lodz", "Łódź"],
  ["Latin", "dong", "Đông"],
  ["Latin", "da nang", "Đà Nẵng"],
  ["Latin", "aeroskobing", "Ærøskøbing"],
  ["Latin", "oeuvre", "Œuvre"],
  ["Latin", "thingvellir", "Þingvellir"],
  ["Latin", "ghajn", "Għajn"],
  ["Latin", "isik", "Işık"],
  ["Latin", "IŞIK", "ışık"],
  ["Latin", "istanbul", "İSTANBUL"],
  ["Latin", "fish", "ﬁsh"],
  ["Latin", "cafe", "cafe\u0301"],
  ["Latin", "zalgo", "z\u0351a\u0346l\u0301g\u0363o\u0340"],
  ["Latin", "file", "ｆｉｌｅ"],
  ["Latin", "l'eau", "L’eau"],
  ["Latin", "sci-fi", "sci‑fi"],
  ["Latin", "lighthouse", "light\u00adhouse"],
  ["Latin", "lighthouse", "light\u200bhouse"],
  ["Greek", "ΟΔΟΣ", "οδός"],
  ["Greek", "οδοσ", "ΟΔΟΣ"],
  ["Greek", "καφες", "ΚΑΦΈΣ"],
  ["Greek", "αρχη", "ἀρχὴ"],
  ["Cyrillic", "река", "РЕКА"],
  ["Cyrillic", "елка", "Ёлка"],
  ["Cyrillic", "ёлка", "ЕЛКА"],
  ["Cyrillic", "замок", "за\u0301мок"],
  ["Cyrillic", "київ", "КИЇВ"],
  ["Armenian", "ԵՐԵՎԱՆ", "երևան"],
  ["Georgian", "ᲗᲑᲘᲚᲘᲡᲘ", "თბილისი"],
  ["Cherokee", "ᏣᎳᎩ", "ꮳꮃꭹ"],
  ["Hebrew", "שלום", "שָׁלוֹם"],
  ["Hebrew", "שָׁלוֹם", "שלום"],
  ["Arabic", "كتاب", "كِتَابٌ"],
  ["Arabic", "احمد", "أحمد"],
  ["Arabic", "محمد", "مـحـمـد"],
  ["Arabic", "كتاب", "کتاب"],
  ["Arabic", "می‌خواهم", "میخواهم"],
  ["Arabic", "علي", "على"],
  ["Devanagari", "नमस्ते", "नमस्ते दुनिया"],
  ["Devanagari", "हिन्दी", "हिन्दी चित्र"],
  ["Devanagari", "\u0958लम", "\u0915\u093cलम"],
  ["Bengali", "নদী", "নদী ও নৌকা"],
  ["Bengali", "\u09b0\u09dc", "\u09b0\u09a1\u09bc"],
  ["Tamil", "தமிழ்", "தமிழ் ஓவியம்"],
  ["Tamil", "\u0b95\u0bca", "\u0b95\u0bc6\u0bbe"],
  ["Thai", "น้ำ", "น้ำตก"],
  ["Thai", "น\u0e49ำ", "น\u0e49\u0e4d\u0e32"],
  ["Hangul", "한글", "\u1112\u1161\u11ab\u1100\u1173\u11af"],
  ["Hangul", "서울", "서울의 밤"],
  ["Hiragana", "がらす", "か\u3099らす"],
  ["Katakana", "ガラス", "ｶﾞﾗｽ"],
  ["Katakana", "プリン", "フ\u309aリン"],
  ["Han", "船", "船の絵"],
  ["Han", "金魚", "\uf90a魚"],
  ["Han", "２０２６", "2026年"],
  ["Ethiopic", "አዲስ", "አዲስ አበባ"],
];

const MUST_NOT: readonly [script: string, query: string, text: string][] = [
  ["Latin", "cafe", "coffee"],
  ["Latin", "mase", "Maße"],
  ["Latin", "oe", "ö"],
  ["Greek", "ὁδός", "οδικ"],
  ["Cyrillic", "мои", "мой"],
  ["Cyrillic", "и", "й"],
  ["Cyrillic", "г", "ґ"],
  ["Cyrillic", "киів", "київ"],
  ["Cyrillic", "a", "а"],
  ["Hiragana", "か", "が"],
  ["Hiragana", "は", "ぱ"],
  ["Hiragana", "が", "か"],
  ["Katakana", "カラス", "ガラス"],
  ["Katakana", "ハ", "パ"],
  ["Katakana", "びょういん", "びよういん"],
  ["Devanagari", "की", "कि"],
  ["Devanagari", "दिन", "दीन"],
  ["Devanagari", "कलम", "क\u093cलम"],
  ["Bengali", "বই", "বউ"],
  ["Tamil", "கொ", "கா"],
  ["Thai", "ปา", "ป่า"],
  ["Thai", "มา", "ม้า"],
  ["Hangul", "하", "한"],
  ["Hebrew", "ש", "ס"],
  ["Arabic", "ب", "ت"],
  ["Han", "人", "入"],
];

test("the tables are as large as they say", () => {
  expect(FINDS.length + MUST_NOT.length).toBeGreaterThanOrEqual(60);
  expect(new Set([...FINDS, ...MUST_NOT].map(([script]) => script)).size).toBeGreaterThanOrEqual(12);
});

test.each(FINDS)("%s: %s finds %s", (_script, query, text) => expect(finds(query, text)).toBe(true));
test.each(MUST_NOT)("%s: %s does not find %s", (_script, query, text) =>
  expect(finds(query, text)).toBe(false),
);

test("folding twice is folding once", () => {
  for (const [, ...texts] of [...FINDS, ...MUST_NOT])
    for (const text of texts) expect(foldText(foldText(text))).toBe(foldText(text));
});

test("so it is for every letter there is, and for its capital", () => {
  const changed: string[] = [];
  for (let code = 0x20; code < 0x30000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const letter = String.fromCodePoint(code);
    const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
    // A subscribed iota stands beside its capital, not below it.
    const isPair = [...upper].length === 1 && [...lower].length === 1;
    const folded = foldText(letter);
    if (foldText(folded) !== folded || (isPair && foldText(upper) !== foldText(lower)))
      changed.push(`${code.toString(16)} ${letter}`);
  }
  expect(changed).toEqual([]);
});

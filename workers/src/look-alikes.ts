/** Letters that pass for Latin ones: in addresses they are refused, in words they are read as what they pass for. */

/** Cyrillic, Greek and phonetic ones, small. */
const SMALL: readonly (readonly [letters: string, latin: string])[] = [
  ["аеорсухіјѕһӏԁԛԝѵ", "aeopcyxijshldqwv"],
  ["ɡαικνορτυχωϲϳ", "gaikvoptuxwcj"],
];
/** Capitals pass for others than their small ones do. */
const CAPITALS: readonly (readonly [letters: string, latin: string])[] = [
  ["АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS"],
  ["ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"],
];
/** Of phonetic alphabets: nobody writes a word in them, but as an ornament or a disguise. */
const SMALL_CAPITALS: readonly (readonly [letters: string, latin: string])[] = [
  ["ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"],
];

const pairs = (lists: typeof SMALL): [string, string][] =>
  lists.flatMap(([letters, latin]) =>
    Array.from(letters, (letter, at): [string, string] => [letter, latin[at] ?? letter]),
  );
const TO_LATIN = new Map(pairs([...SMALL, ...CAPITALS, ...SMALL_CAPITALS]));

/** A name in lower case of these alone passes for a Latin one. */
export const LIKE_LATIN = new RegExp(`^[${SMALL.map(([letters]) => letters).join("")}]+$`, "u");

/**
 * Text with its look-alikes as the Latin letters they pass for, and without what is not seen. An honest word of another
 * alphabet stays: one that has letters of its own, and none of ours.
 */
export const seenAs = (text: string): string =>
  text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .normalize("NFKC")
    .replace(/[\p{L}\p{M}]+/gu, (word) => {
      const isMixed = /[\p{Script=Latin}]/u.test(word);
      if (!isMixed && !Array.from(word).every((letter) => TO_LATIN.has(letter))) return word;
      return Array.from(word, (letter) => TO_LATIN.get(letter) ?? letter).join("");
    });

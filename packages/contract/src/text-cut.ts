/** Text cut between what a reader takes for letters, never within one; and names of files made of it. */

/** A base with its marks is one letter, an emoji of several too. Browsers of before 2024 know code points alone. */
const SEGMENTER = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

function* lettersOf(text: string): Generator<string> {
  if (SEGMENTER === null) yield* text;
  else for (const { segment } of SEGMENTER.segment(text)) yield segment;
}

/** The longest beginning of whole letters in at most `charsMax` UTF-16 units, which is how schemas and fields count. */
export function cutText(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  let end = 0;
  for (const letter of lettersOf(text)) {
    if (end + letter.length > charsMax) break;
    end += letter.length;
  }
  return text.slice(0, end);
}

const STEM_MAX_LETTERS = 60;
/** File systems take 255 bytes for a name; a number, a kind and an extension follow. */
const STEM_MAX_BYTES = 180;
/** Names that Windows keeps for devices, whatever extension follows. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A file's name without its extension, from somebody's words: letters of every script whole, digits, and a dash for all
 * else. `fallback` where nothing of them is left.
 */
export function fileStem(words: string, fallback: string): string {
  const plain = words
    .toWellFormed()
    .toLowerCase()
    .normalize("NFC")
    // Joiners are not seen, but shape Arabic and Indic letters between which they stand.
    .replace(/(?<![\p{M}\p{Script=Arabic}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])/gu, "")
    .replace(/(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/[^\p{L}\p{M}\p{N}\u200c\u200d]+/gu, "-")
    // A mark without its letter would stand on the dash.
    .replace(/(?<=^|-)\p{M}+/gu, "")
    .replace(/-{2,}/g, "-")
    .replace(/^-/, "");
  const stem = shortened(plain).replace(/-$/, "");
  if (stem === "") return fallback;
  return DEVICE.test(stem) ? `${fallback}-${stem}` : stem;
}

function shortened(text: string): string {
  let [end, count, bytes] = [0, 0, 0];
  for (const letter of lettersOf(text)) {
    count += 1;
    bytes += bytesOf(letter);
    if (count > STEM_MAX_LETTERS || bytes > STEM_MAX_BYTES) break;
    end += letter.length;
  }
  return text.slice(0, end);
}

/** In UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const point of text) {
    const code = point.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

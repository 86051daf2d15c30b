/** Kept apart from the rules so that reviewers can read the rules without reading these. Already normalised, lower case. */

export const SEXUAL = [
  "nude",
  "nudes",
  "nudity",
  "naked",
  "nsfw",
  "porn",
  "porno",
  "pornographic",
  "hentai",
  "sex",
  "sexual",
  "sexy",
  "erotic",
  "erotica",
  "topless",
  "bottomless",
  "genitals",
  "genitalia",
  "penis",
  "vagina",
  "orgasm",
  "fetish",
  "bondage",
  "blowjob",
  "masturbating",
  "masturbation",
  "intercourse",
  "undressed",
  "lingerie",
  "nipples",
  "xxx",
];

/** In these the words above and below mean something else. Of plain words with one space between them, one before, one behind. */
export const HARMLESS = [
  / nude( colou?r(ed|s)?)? (lipsticks?|lip gloss|nail polish|nails|make ?up|eyeshadow|palettes?|heels|pumps|shoes|tones?|shades?|tights)(?= )/g,
  / naked (mole rats?|eyes?|trees?|branches|flames?|bulbs?|ladies? flowers?)(?= )/g,
  / blood (oranges?|moons?|red|types?|donors?|vessels?)(?= )/g,
  / bottomless (pits?|lakes?|wells?|chasms?|brunch)(?= )/g,
  / topless (convertibles?|cars?|jeeps?|bus(es)?)(?= )/g,
];

const PEOPLE = [
  "child",
  "children",
  "kid",
  "kids",
  "toddler",
  "toddlers",
  "baby",
  "infant",
  "minor",
  "minors",
  "teen",
  "teens",
  "teenager",
  "teenagers",
  "schoolgirl",
  "schoolboy",
  "underage",
  "preteen",
  "girl",
  "boy",
];

export const MINORS = {
  always: ["loli", "lolita", "shota", "shotacon", "lolicon", "underage"],
  people: PEOPLE,
  withBodies: [
    "underwear",
    "bikini",
    "swimsuit",
    "seductive",
    "sensual",
    "kissing",
    "blood",
    "gore",
    "beaten",
    "tortured",
  ],
} as const;

/** These words with or without capitals at their heads: names after them are told by theirs. */
const anyHead = (...words: string[]): string =>
  words.map((text) => text.replace(/\b[a-z]/g, (head) => `[${head}${head.toUpperCase()}]`)).join("|");

const PICTURE = anyHead("photo", "photograph", "picture", "portrait", "likeness", "deepfake", "face");
const TITLE = anyHead(
  "president",
  "prime minister",
  "king",
  "queen",
  "prince",
  "princess",
  "pope",
  "senator",
  "actor",
  "actress",
  "singer",
  "celebrity",
);

/** What is named after people and is none, at the end of its name. */
const PLACES =
  "Street|Road|Avenue|Lane|Square|Gate|Bridge|Island|Islands|Station|Park|Hall|House|Hotel|Theatre|Theater|Court|Cross|Bay|Falls|County|Mountains?|Range|Lace";
/** Not even when its name goes on for a word or three before. */
const NO_PLACE = `(?!(?:\\p{Lu}[\\p{L}'’]*\\s+){0,3}(?:${PLACES})\\b)`;

/** Ways of asking for a real person's likeness. */
export const REAL_PEOPLE_FRAMES = [
  new RegExp(`\\b(${PICTURE})\\s+of\\s+(the\\s+)?(${TITLE})\\s+${NO_PLACE}\\p{Lu}`, "u"),
  /\bdeep\s?fake\b/iu,
  /\bcelebrity\s+(likeness|face|lookalike)\b/iu,
  /\blooks?\s+(exactly|just)\s+like\s+\p{Lu}\p{L}+\s+\p{Lu}\p{L}+/u,
];

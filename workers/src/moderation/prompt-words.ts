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

/** Ways of asking for a real person's likeness. */
export const REAL_PEOPLE_FRAMES = [
  new RegExp(`\\b(${PICTURE})\\s+of\\s+(the\\s+)?(${TITLE})\\s+\\p{Lu}`, "u"),
  /\bdeep\s?fake\b/iu,
  /\bcelebrity\s+(likeness|face|lookalike)\b/iu,
  /\blooks?\s+(exactly|just)\s+like\s+\p{Lu}\p{L}+\s+\p{Lu}\p{L}+/u,
];

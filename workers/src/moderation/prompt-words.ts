/** Kept apart from the rules so that reviewers can read the rules without reading these. Already normalised, lower case. */

export const SEXUAL = [
  "nude", "nudes", "nudity", "naked", "nsfw", "porn", "porno", "pornographic", "hentai", "sex", "sexual", "sexy",
  "erotic", "erotica", "topless", "bottomless", "genitals", "genitalia", "penis", "vagina", "orgasm", "fetish",
  "bondage", "blowjob", "masturbating", "masturbation", "intercourse", "undressed", "lingerie", "nipples", "xxx",
];

const PEOPLE = [
  "child", "children", "kid", "kids", "toddler", "toddlers", "baby", "infant", "minor", "minors", "teen", "teens",
  "teenager", "teenagers", "schoolgirl", "schoolboy", "underage", "preteen", "girl", "boy",
];

export const MINORS = {
  always: ["loli", "lolita", "shota", "shotacon", "lolicon", "underage"],
  people: PEOPLE,
  withBodies: ["underwear", "bikini", "swimsuit", "seductive", "sensual", "kissing", "blood", "gore", "beaten", "tortured"],
} as const;

/** Ways of asking for a real person's likeness. */
export const REAL_PEOPLE_FRAMES = [
  /\b(photo|photograph|picture|portrait|likeness|deepfake|face)\s+of\s+(president|prime minister|king|queen|prince|princess|pope|senator|actor|actress|singer|celebrity)\s+\p{Lu}/u,
  /\bdeep\s?fake\b/iu,
  /\bcelebrity\s+(likeness|face|lookalike)\b/iu,
  /\blooks?\s+(exactly|just)\s+like\s+\p{Lu}\p{L}+\s+\p{Lu}\p{L}+/u,
];

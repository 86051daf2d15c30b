/** How real people are asked for. */

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
  "Street|Road|Avenue|Lane|Square|Gate|Bridge|Island|Islands|Station|Park|Hall|House|Hotel|Theatre|Theater|Court|Cross|Bay|Falls|County|Mountains?|Range|School|College|University|Hospital|Library|Church|Cathedral|Quay|Pier|Beach|Harbou?r|Wharf|Dam|Highway|Airport|Museum|Tower|Castle|Palace|Gardens?|River|Lake|Land|City|Town|Village|Sound|Strait|Glacier|Peak|Canyon|Lace";
/** Animals, plants, dishes, ships, furniture and figures of tales that bear a title. */
const NO_PEOPLE =
  "Penguins?|Cobras?|Crabs?|Prawns?|Salmon|Vultures?|Parrots?|Protea|Oysters?|Mackerel|Snakes?|Bees?|Ants?|Palms?|Conch|Angelfish|Cheetahs?|Parakeets?|Birdwing|Butterfl(?:y|ies)|Spaniels?|Cavalier|Tides?|Cakes?|Cabbage|Size|Beds?|Chair|Furniture|Style|Anne [Ss]tyle|Bible|Battleship|Ocean|Liner|Kong|Arthur|Lear|Midas|Neptune|Triton|Julien|Priam|Oberon|Titania|Mab|Guinevere|Peach|Zelda|Leia|Mononoke|Jasmine|Fiona|Bubblegum|Aurora|Amidala|Elsa|Charming|Hamlet|Eric|Hearts|Spades|Diamonds|Clubs";
/** Not even when its name goes on for a word or three before. */
const NO_PLACE = `(?!(?:\\p{Lu}[\\p{L}'’]*\\s+){0,3}(?:${PLACES}|${NO_PEOPLE})\\b)`;

/** Offices whose holders are named after them, whatever is asked for. */
const OFFICE = anyHead("president", "prime minister", "chancellor", "senator", "pope");

/** Ways of asking for a real person's likeness. */
export const REAL_PEOPLE_FRAMES = [
  new RegExp(`\\b(${PICTURE})\\s+of\\s+(the\\s+)?(${TITLE})\\s+${NO_PLACE}\\p{Lu}`, "u"),
  new RegExp(`\\b(${OFFICE})\\s+${NO_PLACE}\\p{Lu}\\p{Ll}`, "u"),
  /\bdeep\s?fakes?\b/iu,
  /\bcelebrity\s+(likeness|face|lookalike)\b/iu,
  /\blooks?\s+(exactly|just)\s+like\s+\p{Lu}\p{L}+\s+\p{Lu}\p{L}+/u,
];

/** Of the living who are asked for most, as they are written in any case. Others are for whoever looks at pictures. */
export const REAL_PEOPLE = [
  "king charles",
  "prince william",
  "prince harry",
  "kate middleton",
  "meghan markle",
  "pope leo",
  "donald trump",
  "melania trump",
  "joe biden",
  "kamala harris",
  "barack obama",
  "michelle obama",
  "hillary clinton",
  "bill clinton",
  "vladimir putin",
  "volodymyr zelensky",
  "xi jinping",
  "kim jong un",
  "narendra modi",
  "emmanuel macron",
  "angela merkel",
  "keir starmer",
  "boris johnson",
  "justin trudeau",
  "benjamin netanyahu",
  "greta thunberg",
  "elon musk",
  "jeff bezos",
  "mark zuckerberg",
  "bill gates",
  "sam altman",
  "taylor swift",
  "billie eilish",
  "ariana grande",
  "selena gomez",
  "katy perry",
  "lady gaga",
  "justin bieber",
  "kanye west",
  "kim kardashian",
  "kylie jenner",
  "emma watson",
  "scarlett johansson",
  "jennifer lawrence",
  "margot robbie",
  "gal gadot",
  "ana de armas",
  "sydney sweeney",
  "zendaya",
  "jenna ortega",
  "millie bobby brown",
  "tom cruise",
  "tom hanks",
  "brad pitt",
  "angelina jolie",
  "johnny depp",
  "leonardo dicaprio",
  "keanu reeves",
  "will smith",
  "ryan gosling",
  "cristiano ronaldo",
  "lionel messi",
  "lebron james",
  "serena williams",
  "oprah winfrey",
] as const;

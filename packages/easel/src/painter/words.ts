import { hex, hours, mix, places } from "./palette.ts";
import type { Hour, Place, Rgb } from "./palette.ts";

/** How the paint is laid on. */
export type Look = "oil" | "gouache" | "watercolour" | "ink" | "papercut" | "photo";

/** What the words ask for. */
export interface Brief {
  readonly hour: Hour;
  readonly place: Place;
  readonly look: Look;
  /** Colours for the drawn things, best first; never empty. */
  readonly objects: readonly Rgb[];
  /** How many of `objects` the words named. */
  readonly named: number;
  readonly sky: Rgb | null;
  readonly ground: Rgb | null;
  /** True when a person or an animal is asked for. */
  readonly living: boolean;
  /** Colour of leaves. */
  readonly leaf: Rgb;
  /** True when flowers are asked for: round shapes are their heads. */
  readonly flowers: boolean;
  /** True when a fire is asked for: the middle shape burns. */
  readonly fire: boolean;
  readonly rain: boolean;
  readonly snow: boolean;
  /** A number from all of the words. */
  readonly salt: number;
}

type Table<Value> = readonly (readonly [words: string, value: Value])[];

const hourWords: Table<Hour> = [
  ["neon cyberpunk vaporwave synthwave nightclub", hours.neon],
  ["space galaxy cosmos orbit", hours.night],
  ["night midnight moon moonlit stars starry nocturne dark", hours.night],
  ["sunset dusk evening twilight golden sundown", hours.dusk],
  ["dawn sunrise morning daybreak", hours.dawn],
  ["storm stormy thunder rain rainy tempest lightning gloomy", hours.storm],
  ["fog foggy mist misty haze hazy cloudy overcast", hours.fog],
  ["day noon midday sunny summer spring bright", hours.day],
];

const placeWords: Table<Place> = [
  ["space galaxy cosmos orbit", places.space],
  [
    "sea ocean beach lake boat ship sail sailing harbour harbor coast river water island waves lighthouse fish",
    places.sea,
  ],
  ["snow snowy winter ice icy arctic frozen christmas", places.snow],
  ["desert dune dunes sand sahara canyon cactus camel", places.desert],
  ["city street town skyline tower skyscraper building car bridge", places.city],
  ["forest woods wood jungle woodland pine pines", places.forest],
  ["mountain mountains peak peaks alps volcano", places.peaks],
  [
    "field meadow garden hill hills valley house cottage farm tree trees village landscape countryside park grass castle barn path",
    places.field,
  ],
  [
    "portrait face person woman man girl boy cat dog animal still vase cup fruit apple flower flowers room interior robot abstract pattern character head",
    places.room,
  ],
  ["neon cyberpunk", places.city],
];

const lookWords: Table<Look> = [
  ["papercut paper cutout collage origami", "papercut"],
  ["photo photograph photographic photorealistic realistic cinematic", "photo"],
  ["watercolour watercolor aquarelle wash pastel", "watercolour"],
  ["ink sumi sketch monochrome charcoal pencil engraving", "ink"],
  ["gouache poster flat cartoon anime illustration storybook", "gouache"],
  ["oil impasto painting", "oil"],
];

const colorWords: Table<Rgb> = [
  ["red crimson scarlet", hex("#d0342c")],
  ["orange", hex("#ee8a2a")],
  ["yellow", hex("#f2cb3c")],
  ["gold", hex("#d9a631")],
  ["green emerald", hex("#4f9a4a")],
  ["lime", hex("#a5cf3f")],
  ["teal turquoise", hex("#2f9c98")],
  ["blue azure", hex("#3474c4")],
  ["navy indigo", hex("#2f3a86")],
  ["purple violet", hex("#7b4bb0")],
  ["lavender lilac", hex("#b49ad8")],
  ["pink rose", hex("#ef89ab")],
  ["magenta", hex("#cf3a9b")],
  ["brown", hex("#8a5a3a")],
  ["beige cream", hex("#efe0c2")],
  ["white", hex("#f6f3ea")],
  ["grey gray silver", hex("#9aa0a8")],
  ["black", hex("#33323a")],
];

const thingWords: Table<readonly string[]> = [
  ["autumn fall", ["#d9742b", "#b5402c", "#e8b13c"]],
  ["spring blossom", ["#f3b6c6", "#a9cf7a", "#f7e3a1"]],
  ["house cottage barn village farm", ["#efdcb4", "#b9503a", "#8a5f42"]],
  ["castle", ["#b9b3a4", "#7f6f86", "#a4473c"]],
  ["tree trees forest leaf leaves", ["#5f9440", "#7f5a38", "#86ad4f"]],
  ["boat ship sail", ["#f4ecd8", "#b8412f", "#7b4f34"]],
  ["cat kitten fox", ["#e39a4a", "#f4dcb4", "#a9622f"]],
  ["dog puppy bear horse", ["#a8744a", "#e6cfa4", "#6f4a33"]],
  ["face portrait person woman man girl boy head", ["#efc3a0", "#5f7f9c", "#6f4630", "#c65a55"]],
  ["flower flowers rose tulip", ["#e4577a", "#f3b23f", "#5f9440"]],
  ["apple strawberry cherry", ["#cf3a2f", "#7fae46", "#7f5a38"]],
  ["bird parrot", ["#3f86c4", "#f0b43c", "#d4553f"]],
  ["fish", ["#f08a3c", "#f5e2b8", "#3f86a8"]],
  ["robot machine", ["#9fb0bd", "#5a6c7d", "#e2a13c"]],
  ["dragon dinosaur frog", ["#5c9a52", "#c9c06a", "#a8493c"]],
  ["car truck train", ["#c93f35", "#3f4550", "#a9c4d0"]],
  ["mountain mountains peak alps", ["#8c95a8", "#e8edf0", "#6f7f6a"]],
  ["cactus", ["#5c8f50", "#54864a", "#659857"]],
  ["lighthouse", ["#f4f0e6", "#c8382f", "#f1ece0", "#c23a31"]],
  ["bridge stone", ["#a59c8e", "#948b7c", "#b4aa9a"]],
  ["snowman", ["#f4f6f8", "#e9eef4", "#e88a3a"]],
  ["fire campfire flame bonfire", ["#f39a2d", "#f6cf4a", "#7a4a2f"]],
  ["whale dolphin shark", ["#4f86ad", "#cfe2ea", "#2f5f86"]],
  ["elephant rhino rhinoceros mouse", ["#a3a7ad", "#c6c2bd", "#7d7f88"]],
  ["cup mug teapot vase", ["#e8e2d4", "#3f78a8", "#c8573f"]],
  ["rocket spaceship planet", ["#d8dde4", "#cc4a3c", "#5a67b5"]],
];

const livingWords =
  "face portrait person woman man girl boy head cat kitten fox dog puppy bear horse bird parrot fish dragon dinosaur frog whale dolphin shark elephant rhino mouse monkey animal robot character".split(
    " ",
  );

const leafWords: Table<Rgb> = [
  ["autumn fall october", hex("#d9842f")],
  ["spring blossom cherry sakura", hex("#efb3c4")],
  ["winter snow snowy", hex("#c9d6de")],
  ["forest jungle pine", hex("#4a7f3d")],
];

const skyWords = new Set(["sky", "background", "clouds", "backdrop"]);
const groundWords = new Set(["grass", "ground", "sea", "water", "ocean", "sand", "field", "floor", "snow"]);

/** Reads the words. The same words always ask for the same. */
export function readBrief(prompt: string): Brief {
  const words = prompt.toLowerCase().match(/\p{L}+/gu) ?? [];
  const known = new Set(words);
  const first = <Value>(table: Table<Value>): Value | null =>
    table.find(([entry]) => entry.split(" ").some((word) => known.has(word)))?.[1] ?? null;
  const place = first(placeWords) ?? places.field;
  const objects: Rgb[] = [];
  let [sky, ground]: (Rgb | null)[] = [null, null];
  for (const [index, word] of words.entries()) {
    const color = colorWords.find(([entry]) => entry.split(" ").includes(word))?.[1];
    if (!color) continue;
    const after = words[index + 1] ?? "";
    if (skyWords.has(after)) sky = color;
    else if (groundWords.has(after)) ground = color;
    else objects.push(color);
  }
  for (const word of words) {
    const colors = thingWords.find(([entry]) => entry.split(" ").includes(word))?.[1];
    if (!colors) continue;
    // "a black cat" is black all over; "a red house" is red with the roof and door of a house.
    const leading = objects[0];
    const coloured = leading !== undefined && objects.length < 3;
    if (coloured && livingWords.includes(word)) {
      objects.push(mix(leading, [255, 255, 255], 0.14), mix(leading, [20, 16, 24], 0.2));
    } else objects.push(...colors.slice(coloured ? 1 : 0).map(hex));
  }
  const named = objects.length;
  if (named < 4) objects.push(...place.objects);
  return {
    hour: first(hourWords) ?? hours.day,
    place,
    look: first(lookWords) ?? "oil",
    objects,
    named,
    sky,
    ground,
    living: livingWords.some((word) => known.has(word)),
    leaf: first(leafWords) ?? hex("#6b9a45"),
    flowers: ["flower", "flowers", "rose", "roses", "tulip", "tulips", "bouquet"].some((word) =>
      known.has(word),
    ),
    fire: ["fire", "campfire", "flame", "bonfire", "candle"].some((word) => known.has(word)),
    rain: known.has("rain") || known.has("rainy") || known.has("storm") || known.has("stormy"),
    snow: known.has("snow") || known.has("snowy") || known.has("snowing") || known.has("blizzard"),
    salt: hashText(words.join(" ")),
  };
}

function hashText(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 0;
}

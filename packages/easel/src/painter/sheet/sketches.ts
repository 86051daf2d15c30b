/** A sketch as a person would draw it, and what they would type. */
export interface Sketch {
  readonly name: string;
  readonly prompt: string;
  /** SVG on a sheet of 100 by 100; lines take the pen unless they say otherwise. */
  readonly svg: string;
}

const sketch = (name: string, prompt: string, svg: string): Sketch => ({ name, prompt, svg });
const line = (path: string, more = ""): string => `<path d="${path}" ${more}/>`;
const round = (x: number, y: number, r: number, more = ""): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" ${more}/>`;
const oval = (x: number, y: number, rx: number, ry: number, more = ""): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" ${more}/>`;
const filled = (color: string): string => `fill="${color}" stroke="none"`;

/** Twenty-four sketches of our own, drawn for this sheet. */
export const sketches: readonly Sketch[] = [
  sketch(
    "house",
    "a cottage in a meadow, summer day",
    line("M28 78 V50 L50 32 L72 50 V78 Z") +
      line("M28 50 H72") +
      line("M45 78 V62 H55 V78") +
      line("M33 56 H41 V64 H33 Z M60 56 H68 V64 H60 Z") +
      line("M2 80 Q50 75 98 81") +
      round(82, 18, 7),
  ),
  sketch(
    "boat",
    "a sailing boat on the sea at sunset",
    line("M26 66 H74 L66 78 H34 Z") +
      line("M50 66 V22") +
      line("M50 24 L72 60 H50") +
      line("M48 30 L30 60 H48") +
      line("M2 72 H25 M75 72 H98") +
      round(20, 30, 8),
  ),
  sketch(
    "snowman",
    "a snowman in a snowy field, winter",
    round(50, 70, 17) +
      round(50, 44, 12) +
      round(50, 25, 8) +
      line("M42 18 H58 M45 18 V9 H55 V18") +
      round(47, 24, 1, filled("#222")) +
      round(53, 24, 1, filled("#222")) +
      line("M38 44 L22 34 M62 44 L78 34") +
      line("M2 84 Q50 90 98 83"),
  ),
  sketch(
    "cup",
    "a blue cup of tea on a table",
    line("M30 38 H66 L62 74 Q48 80 34 74 Z") +
      oval(48, 38, 18, 5) +
      line("M65 44 Q82 42 78 56 Q75 66 63 65") +
      line("M66 49 Q75 48 73 56 Q71 60 64 60") +
      line("M42 28 Q38 22 43 16 M52 28 Q48 22 53 16") +
      line("M4 82 H96"),
  ),
  sketch(
    "skyline",
    "neon city skyline at night, cyberpunk",
    line("M2 84 V52 H14 V40 H26 V60 H34 V24 H46 V14 H50 V24 H56 V64 H64 V34 H78 V50 H88 V44 H98 V84") +
      line("M38 32 H42 M38 40 H42 M38 48 H42 M68 42 H74 M68 52 H74 M6 60 H10") +
      line("M2 84 H98"),
  ),
  sketch(
    "mountains",
    "mountains above a lake, dawn",
    line("M2 62 L24 26 L40 52 L58 18 L84 58 L98 48") +
      line("M18 36 L24 42 L30 36 M52 28 L58 36 L66 31") +
      line("M2 64 H98") +
      line("M20 74 H44 M56 80 H84 M30 88 H52"),
  ),
  sketch(
    "cat",
    "a ginger cat sitting on grass",
    oval(50, 66, 17, 20) +
      round(50, 36, 14) +
      line("M38 29 L36 14 L48 23 M52 23 L64 14 L62 29") +
      round(45, 34, 2) +
      round(55, 34, 2) +
      line("M48 41 L50 43 L52 41") +
      line("M66 74 Q86 70 80 50") +
      line("M2 86 H98"),
  ),
  sketch(
    "tree",
    "an autumn tree on a hill",
    line("M46 82 V56 H54 V82") +
      line("M50 18 Q70 16 74 34 Q86 46 70 56 Q58 62 50 57 Q40 62 28 55 Q14 45 27 34 Q30 17 50 18 Z") +
      line("M2 88 Q50 70 98 88"),
  ),
  sketch(
    "lighthouse",
    "a lighthouse on the coast in a storm",
    line("M42 76 L46 30 H58 L62 76 Z") +
      line("M44 30 V20 H60 V30") +
      line("M42 20 L52 12 L62 20 Z") +
      line("M44 46 H60 M43 60 H61") +
      line("M26 78 Q52 70 84 80 L98 88") +
      line("M2 80 H24"),
  ),
  sketch(
    "face",
    "portrait of a woman",
    oval(50, 48, 20, 26) +
      line("M30 44 Q28 16 50 16 Q72 16 70 44") +
      line("M30 44 Q26 70 32 80 M70 44 Q74 70 68 80") +
      oval(42, 45, 4, 2.4) +
      oval(58, 45, 4, 2.4) +
      line("M50 46 L48 56 H52") +
      line("M43 64 Q50 69 57 64 Q50 62 43 64 Z") +
      line("M44 73 V82 Q28 86 22 97 M56 73 V82 Q72 86 78 97"),
  ),
  sketch(
    "flowers",
    "red flowers in a vase",
    line("M40 60 H60 L64 88 H36 Z") +
      line("M46 60 Q44 44 36 36 M50 60 V30 M54 60 Q58 46 66 38") +
      round(34, 30, 8) +
      round(50, 22, 9) +
      round(68, 32, 8) +
      round(34, 30, 2.5) +
      round(50, 22, 3) +
      round(68, 32, 2.5) +
      line("M4 88 H96"),
  ),
  sketch(
    "car",
    "a red car on a street",
    line("M14 66 V54 Q24 50 32 50 L42 36 H66 L76 50 Q88 51 88 58 V66 Z") +
      line("M37 49 L45 40 H52 V49 Z M56 40 H64 L70 49 H56 Z") +
      round(30, 67, 8) +
      round(72, 67, 8) +
      line("M2 76 H98"),
  ),
  sketch(
    "bird",
    "a blue bird on a branch, spring blossom",
    line("M28 46 Q36 28 54 34 Q72 40 72 56 Q66 70 48 66 Q34 62 28 46 Z") +
      line("M28 44 L16 46 L28 51") +
      line("M46 46 Q60 44 66 58 Q54 60 46 46 Z") +
      line("M71 60 L90 68 L74 66") +
      round(37, 42, 2, filled("#111")) +
      line("M50 67 V76 M56 66 V76") +
      line("M4 80 Q50 74 96 78"),
  ),
  sketch(
    "castle",
    "a castle on a hill at dusk",
    line("M24 76 V40 H30 V34 H36 V40 H42 V34 H48 V40 H54 V34 H60 V40 H66 V34 H72 V40 H78 V76 Z") +
      line("M44 76 V62 Q51 54 58 62 V76") +
      line("M24 40 V22 L30 12 L36 22 V34 M66 34 V22 L72 12 L78 22 V40") +
      line("M2 86 Q50 66 98 86"),
  ),
  sketch(
    "fish",
    "an orange fish under water",
    line("M18 50 Q40 26 68 48 L86 34 Q82 50 86 66 L68 52 Q40 74 18 50 Z") +
      round(32, 47, 3) +
      line("M44 38 Q50 50 44 62") +
      line("M52 36 Q60 28 66 38") +
      line("M10 30 Q14 26 18 30 M80 18 Q84 14 88 18"),
  ),
  sketch(
    "rocket",
    "a rocket in space, stars",
    line("M50 10 Q66 26 64 60 H36 Q34 26 50 10 Z") +
      round(50, 36, 6) +
      line("M36 48 L24 66 L36 62 M64 48 L76 66 L64 62") +
      line("M42 61 Q50 88 58 61") +
      round(82, 24, 8),
  ),
  sketch(
    "apple",
    "a green apple, still life",
    line("M50 34 Q34 24 24 40 Q18 62 36 80 Q44 84 50 80 Q58 84 66 79 Q82 60 76 40 Q66 24 50 34 Z") +
      line("M50 34 Q48 24 54 16") +
      line("M54 22 Q66 14 72 22 Q62 28 54 22 Z") +
      line("M4 82 H22 M78 82 H96"),
  ),
  sketch(
    "desert",
    "a cactus in the desert, noon",
    line("M46 82 V26 Q51 18 56 26 V82") +
      line("M46 58 Q32 58 32 42 Q36 36 40 42 Q40 50 46 50") +
      line("M56 52 Q70 52 70 36 Q66 30 62 36 Q62 44 56 44") +
      line("M2 82 Q30 72 60 82 T98 80") +
      round(18, 20, 8),
  ),
  sketch(
    "bridge",
    "a stone bridge over a river, fog",
    line("M2 44 Q50 30 98 44") +
      line("M2 56 Q50 44 98 56") +
      line("M14 78 V62 Q26 44 40 60 V78 M58 78 V60 Q74 44 86 62 V78") +
      line("M2 80 H14 M40 80 H58 M86 80 H98") +
      line("M20 90 H40 M56 92 H82"),
  ),
  sketch(
    "dog",
    "a brown dog running in a park",
    line(
      "M24 46 Q40 38 62 44 Q70 44 72 36 Q78 28 86 34 L94 40 L86 46 Q80 58 70 58 L66 62 H34 Q24 58 24 46 Z",
    ) +
      line("M36 61 L28 80 M42 62 L46 80 M60 62 L56 80 M66 61 L76 78") +
      line("M24 46 Q12 38 12 26") +
      line("M76 33 L74 46 L68 40") +
      round(84, 37, 1.4, filled("#111")) +
      line("M2 82 H98"),
  ),
  sketch(
    "still",
    "fruit and a bottle on a table",
    line("M60 20 H68 V36 Q76 42 76 52 V82 H52 V52 Q52 42 60 36 Z") +
      round(34, 70, 13) +
      line("M34 57 Q34 51 38 48") +
      oval(16, 76, 9, 7) +
      line("M2 84 H98"),
  ),
  sketch(
    "coloured",
    "a garden with a path",
    `<rect x="0" y="60" width="100" height="40" ${filled("#6fae4e")}/>` +
      `<path d="M44 60 H54 L70 100 H28 Z" ${filled("#d8b98a")}/>` +
      `<circle cx="22" cy="46" r="15" ${filled("#3f8b46")}/><rect x="19" y="56" width="6" height="16" ${filled("#7a5132")}/>` +
      `<path d="M62 62 V44 L76 32 L90 44 V62 Z" ${filled("#c9573f")}/>` +
      `<circle cx="78" cy="14" r="7" ${filled("#f2c53c")}/>`,
  ),
  sketch(
    "campfire",
    "a campfire in the forest at night",
    line("M34 78 L66 70 M34 70 L66 78") +
      line("M50 70 Q34 62 42 46 Q46 52 50 36 Q64 50 58 60 Q64 66 50 70 Z") +
      line("M14 74 L6 74 L16 50 L9 50 L18 26 L27 50 L20 50 L30 74 L22 74") +
      line("M72 74 L84 44 L78 44 L86 22 L95 44 L89 44 L97 74") +
      line("M2 84 H98") +
      round(60, 16, 6),
  ),
  sketch(
    "whale",
    "a whale jumping out of the ocean",
    line("M14 62 Q16 34 48 34 Q76 34 84 56 L94 44 L98 60 L86 66 Q60 78 30 74 Q16 72 14 62 Z") +
      line("M15 64 Q40 70 62 62") +
      round(28, 54, 2, filled("#111")) +
      line("M44 33 V22 M44 24 Q36 12 30 20 M44 24 Q52 12 58 20") +
      line("M2 82 Q12 76 22 82 T42 82 T62 82 T82 82 T98 82"),
  ),
];

/** The whole sketch as SVG. */
export function sketchSvg({ svg }: Sketch, side: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 100 100"><rect width="100" height="100" fill="#fff"/><g fill="none" stroke="#1c1c1c" stroke-width="1.1" stroke-linecap="round" stroke-linejoin="round">${svg}</g></svg>`;
}

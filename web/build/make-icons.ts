/** `npm run icons`: every icon of the page, from the one drawing in `icon.ts`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { maskableIcon, roundedIcon } from "./icon.ts";

const PUBLIC = join(import.meta.dirname, "..", "public");
const ICONS = [
  { file: "icons/icon-192.png", svg: roundedIcon(), sidePx: 192 },
  { file: "icons/icon-512.png", svg: roundedIcon(), sidePx: 512 },
  { file: "icons/maskable-192.png", svg: maskableIcon(), sidePx: 192 },
  { file: "icons/maskable-512.png", svg: maskableIcon(), sidePx: 512 },
  { file: "icons/apple-touch.png", svg: maskableIcon(), sidePx: 180 },
];

mkdirSync(join(PUBLIC, "icons"), { recursive: true });
writeFileSync(join(PUBLIC, "favicon.svg"), `${roundedIcon()}\n`);
for (const { file, svg, sidePx } of ICONS) {
  const image = sharp(Buffer.from(svg), { density: (72 * sidePx) / 32 }).resize(sidePx, sidePx);
  await image.png({ palette: true, effort: 10 }).toFile(join(PUBLIC, file));
}

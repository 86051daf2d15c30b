// Run as: npm run sheet [-- --out file --only name,name --side 512]. Paints every sketch in every look.
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import type { OverlayOptions } from "sharp";
import { paint } from "../paint.ts";
import { sketchSvg, sketches } from "./sketches.ts";

const options = {
  out: { type: "string", default: "docs/painter-sheet.webp" },
  only: { type: "string" },
  looks: { type: "string", default: "watercolour,ink,gouache,night,paper-cut,photo" },
  side: { type: "string", default: "512" },
  tile: { type: "string", default: "150" },
} as const;

const values = readOptions();
const looks = values.looks.split(",");
const [side, tile] = [Number(values.side), Number(values.tile)];
const gap = 6;
const chosen = values.only ? sketches.filter(({ name }) => values.only!.split(",").includes(name)) : sketches;
// Two sketches a row when there are many, so that the sheet is no ribbon.
const perRow = chosen.length > 8 ? 2 : 1;
const columns = (looks.length + 1) * perRow;
const rows = Math.ceil(chosen.length / perRow);
const placed: OverlayOptions[] = [];
let [slowestMs, totalMs, count] = [0, 0, 0];
for (const [index, sketch] of chosen.entries()) {
  const drawing = await sharp(Buffer.from(sketchSvg(sketch, side)))
    .removeAlpha()
    .raw()
    .toBuffer();
  const cells = [drawing];
  for (const look of looks) {
    const prompt = `${sketch.prompt}, ${look}`;
    const began = performance.now();
    cells.push(
      Buffer.from(paint({ pixels: drawing, width: side, height: side, prompt, strength: 0.7, seed: 11 })),
    );
    const tookMs = performance.now() - began;
    slowestMs = Math.max(slowestMs, tookMs);
    totalMs += tookMs;
    count++;
  }
  for (const [cell, pixels] of cells.entries()) {
    const input = await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
      .resize(tile, tile)
      .png()
      .toBuffer();
    const column = (index % perRow) * (looks.length + 1) + cell;
    placed.push({
      input,
      left: gap + column * (tile + gap),
      top: gap + Math.floor(index / perRow) * (tile + gap),
    });
  }
}
mkdirSync(dirname(values.out), { recursive: true });
const width = columns * (tile + gap) + gap;
const height = rows * (tile + gap) + gap;
const info = await sharp({ create: { width, height, channels: 3, background: "#f4f1ea" } })
  .composite(placed)
  .webp({ quality: 80, effort: 5 })
  .toFile(values.out);
console.log(
  `${values.out}: ${width}x${height}, ${Math.round(info.size / 1024)} KB; ${count} paintings of ${side}x${side}, mean ${Math.round(totalMs / count)} ms, slowest ${Math.round(slowestMs)} ms`,
);

function readOptions() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(error instanceof Error ? error.message.split(". ", 1)[0] : String(error));
    console.error(
      `npm run sheet -- [${Object.keys(options)
        .map((name) => `--${name} …`)
        .join("] [")}]`,
    );
    process.exit(2);
  }
}

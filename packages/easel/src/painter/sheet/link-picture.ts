/** `npm run link-picture`: what a shared link shows, a drawing and what the built-in painter makes of it. */
import { join } from "node:path";
import sharp from "sharp";
import { paint } from "../paint.ts";
import { sketches, sketchSvg } from "./sketches.ts";

const PUBLIC = join(import.meta.dirname, "../../../../../web/public");
/** As `og:image:width` and `og:image:height` in `web/index.html` say. */
const [WIDTH_PX, HEIGHT_PX] = [1200, 630];
const GROUND = "#0a0a0f";
const SIDE_PX = 540;
const ICON_PX = 72;
const SEED = 11;

const sketch = sketches.find(({ name }) => name === "lighthouse");
if (!sketch) throw new Error("The lighthouse is not among the sketches any more: name another one here.");
const drawing = await sharp(Buffer.from(sketchSvg(sketch, SIDE_PX)))
  .removeAlpha()
  .raw()
  .toBuffer();
const painting = paint({
  pixels: drawing,
  width: SIDE_PX,
  height: SIDE_PX,
  prompt: `${sketch.prompt}, gouache`,
  strength: 0.7,
  seed: SEED,
});
const raw = { width: SIDE_PX, height: SIDE_PX, channels: 3 } as const;
const rounded = Buffer.from(
  `<svg width="${SIDE_PX}" height="${SIDE_PX}"><rect width="100%" height="100%" rx="24"/></svg>`,
);
const card = async (pixels: Uint8Array): Promise<Buffer> => {
  const upright = await sharp(pixels, { raw }).png().toBuffer();
  return sharp(upright)
    .composite([{ input: rounded, blend: "dest-in" }])
    .png()
    .toBuffer();
};
const edgePx = (HEIGHT_PX - SIDE_PX) / 2;
const icon = await sharp(join(PUBLIC, "favicon.svg"), { density: (72 * ICON_PX) / 32 })
  .resize(ICON_PX, ICON_PX)
  .png()
  .toBuffer();
await sharp({ create: { width: WIDTH_PX, height: HEIGHT_PX, channels: 3, background: GROUND } })
  .composite([
    { input: await card(drawing), left: edgePx, top: edgePx },
    { input: await card(painting), left: WIDTH_PX - SIDE_PX - edgePx, top: edgePx },
    { input: icon, left: (WIDTH_PX - ICON_PX) / 2, top: (HEIGHT_PX - ICON_PX) / 2 },
  ])
  .jpeg({ quality: 82, mozjpeg: true })
  .toFile(join(PUBLIC, "og.jpg"));

/**
 * A picture as a program reads it that knows nothing of orientations, profiles, inks and what is seen through: upright, sRGB, eight
 * bits of red, green and blue, on white paper. By libvips, which is handed in; what it does not do is done here.
 */
import type sharpOf from "sharp";
import type { Sharp } from "sharp";
import { barePicture, type BarePicture } from "./bare-picture.ts";
import { sampleFacts, type SampleFacts } from "./facts.ts";

type SharpOf = typeof sharpOf;

type Open = (more: { ignoreIcc?: boolean }) => Sharp;

const PAPER = "#ffffff";

/** Ready to be encoded or resized; or why it is no picture. Rejects later, when it is damaged. */
export async function plainPicture(
  sharp: SharpOf,
  bytes: Uint8Array,
  maxPixels: number,
): Promise<{ image: Sharp; isAsItWas: boolean; bare: BarePicture } | { why: string }> {
  const bare = await barePicture(bytes, { maxPixels });
  if ("why" in bare) return bare;
  const facts = sampleFacts(bare.bytes, bare.format);
  const isAsItWas =
    bare.orientation === 1 && !facts.hasProfile && !facts.isInk && !facts.hasAlpha && facts.bits === 8;
  const open: Open = (more) =>
    sharp(bare.bytes, { limitInputPixels: maxPixels, failOn: "warning", ...more }).autoOrient();
  const image =
    facts.isInk && !facts.hasProfile ? await fromInks(sharp, open) : await inSrgb(sharp, open, facts);
  return { image: image.flatten({ background: PAPER }), isAsItWas, bare };
}

/** Of 16 bits sharp makes Display P3 on the way, and leaves a grey's profile out: of eight it makes what is meant. */
async function inSrgb(sharp: SharpOf, open: Open, facts: SampleFacts): Promise<Sharp> {
  if (!facts.hasProfile || facts.bits < 16) return open({}).toColourspace("srgb");
  const samples = open({ ignoreIcc: true })
    .toColourspace(facts.isGrey ? "b-w" : "srgb")
    .keepIccProfile();
  return sharp(await samples.png({ compressionLevel: 1 }).toBuffer()).toColourspace("srgb");
}

/** As browsers show what names no printer: each ink takes away its share of light. */
async function fromInks(sharp: SharpOf, open: Open): Promise<Sharp> {
  const { data, info } = await open({})
    .pipelineColourspace("cmyk")
    .toColourspace("cmyk")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const rgb = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const light = 255 - (data[from + 3] ?? 0);
    for (let at = 0; at < 3; at++) rgb[to + at] = Math.round(((255 - (data[from + at] ?? 0)) * light) / 255);
  }
  const { width, height } = info;
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}

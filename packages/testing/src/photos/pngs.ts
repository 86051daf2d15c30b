/** Of PNGs: colour types, depths, what is seen through, colour chunks, orientations, tails. */
import { latin, u16, type Bytes } from "./bytes.ts";
import { SRGB_CURVE, power, type Transfer, type Triple } from "./colour.ts";
import { greyProfile, rgbProfile } from "./icc.ts";
import { tiffOf } from "./jpeg.ts";
import { SPACES, inSpace, laidOut, onPaper, plain, squaresOf, withTail, type Photo } from "./photos.ts";
import { chrm, chunk, cicp, gama, iccp, pngOf, type PngSpec } from "./png.ts";
import { SQUARES, greyOf } from "./scene.ts";

interface Wish {
  orientation?: number;
  space?: keyof typeof SPACES;
  bits?: 8 | 16;
  chunks?: readonly Bytes[];
  after?: readonly Bytes[];
  isInterlaced?: boolean;
  /** Some squares are seen through. */
  hasAlpha?: boolean;
  /** Samples are of this curve, whatever the space. */
  curve?: Transfer;
  type?: string;
}

const ALPHAS: ReadonlyMap<number, number> = new Map([
  [2, 0],
  [7, 0.5],
  [12, 0],
  [17, 0.25],
  [21, 0],
]);
const alphaOf = (square: number): number => ALPHAS.get(square) ?? 1;

export async function photoPng(name: string, wish: Wish = {}): Promise<Photo> {
  const { orientation = 1, space = "srgb", bits = 8, hasAlpha = false, curve } = wish;
  const from = curve ? { ...SPACES[space], curve } : SPACES[space];
  const most = 2 ** bits - 1;
  const alpha = (at: number): number => (hasAlpha ? Math.round(alphaOf(at) * most) / most : 1);
  const { pixel, ...size } = laidOut(orientation, (at) => [
    ...inSpace(at, from, bits).samples,
    ...(hasAlpha ? [Math.round(alpha(at) * most)] : []),
  ]);
  const { chunks = [], after = [], isInterlaced = false } = wish;
  const bytes = await pngOf({
    ...size,
    pixel,
    bits,
    colourType: hasAlpha ? 6 : 2,
    chunks,
    after,
    isInterlaced,
  });
  const seen = squaresOf((at) => onPaper(inSpace(at, from, bits).seen, alpha(at)));
  return plain(`png ${name}`, wish.type ?? "image/png", bytes, seen, hasAlpha ? ALPHAS.keys() : []);
}

interface GreyWish {
  bits: PngSpec["bits"];
  alpha?: boolean;
  chunks?: readonly Bytes[];
  curve?: Transfer;
  isInterlaced?: boolean;
}
async function greyPng(
  name: string,
  { bits, alpha = false, chunks = [], curve = SRGB_CURVE, isInterlaced }: GreyWish,
): Promise<Photo> {
  const most = 2 ** bits - 1;
  const value = (at: number): number => Math.round((greyOf(at) / 255) * most);
  const { pixel, ...size } = laidOut(1, (at) => [
    value(at),
    ...(alpha ? [Math.round(alphaOf(at) * most)] : []),
  ]);
  const bytes = await pngOf({
    ...size,
    pixel,
    bits,
    colourType: alpha ? 4 : 0,
    chunks,
    isInterlaced: isInterlaced ?? false,
  });
  const seen = squaresOf((at): Triple => {
    const level = SRGB_CURVE.toValue(curve.toLight(value(at) / most)) * 255;
    return onPaper([level, level, level], alpha ? Math.round(alphaOf(at) * most) / most : 1);
  });
  return plain(`png ${name}`, "image/png", bytes, seen, alpha ? ALPHAS.keys() : []);
}

/** As many colours as the depth has, by their place in a palette. */
async function palettePng(
  name: string,
  bits: 1 | 2 | 4 | 8,
  wish: {
    alphas?: boolean;
    space?: "srgb" | "p3";
    chunks?: readonly Bytes[];
    after?: readonly Bytes[];
    orientation?: number;
  } = {},
): Promise<Photo> {
  const { alphas = false, space = "srgb", orientation = 1 } = wish;
  const colours = Math.min(SQUARES, 2 ** bits);
  const of = (at: number): number => at % colours;
  const { pixel, ...size } = laidOut(orientation, (at) => [of(at)]);
  const palette = Array.from({ length: colours }, (_, at) => inSpace(at, SPACES[space]).samples).flat();
  const alpha = (at: number): number => (alphas ? Math.round(alphaOf(of(at)) * 255) / 255 : 1);
  const chunks = [
    ...(wish.chunks ?? []),
    chunk("PLTE", palette),
    ...(alphas
      ? [
          chunk(
            "tRNS",
            Array.from({ length: colours }, (_, at) => Math.round(alphaOf(at) * 255)),
          ),
        ]
      : []),
  ];
  const bytes = await pngOf({ ...size, pixel, bits, colourType: 3, chunks, after: wish.after ?? [] });
  const seen = squaresOf((at) => onPaper(inSpace(of(at), SPACES[space]).seen, alpha(at)));
  return plain(
    `png ${name}`,
    "image/png",
    bytes,
    seen,
    alphas ? squaresOf((at) => at).filter((at) => alpha(at) < 1) : [],
  );
}

/** One colour is none. */
async function keyedPng(name: string, bits: 8 | 16): Promise<Photo> {
  const key = 3;
  const samples = inSpace(key, SPACES.srgb, bits).samples;
  const photo = await photoPng(name, { bits, chunks: [chunk("tRNS", samples.flatMap(u16))] });
  return {
    ...photo,
    squares: photo.squares.map((seen, at) => (at === key ? [255, 255, 255] : seen)),
    clear: new Set([key]),
  };
}

const exif = (orientation: number): Bytes => chunk("eXIf", tiffOf(orientation, orientation % 2 === 0));
const NOTES = [
  chunk("tEXt", latin("Author\0Jane Doe")),
  chunk("tIME", [7, 228, 1, 1, 0, 0, 0]),
  chunk("pHYs", [0, 0, 11, 19, 0, 0, 11, 19, 1]),
];
/** As sRGB says them: x and y of white, red, green, blue. */
const SRGB_POINTS = [0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06];
const P3_POINTS = [0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06];

export async function pngPhotos(): Promise<Photo[]> {
  const p3 = await iccp(rgbProfile(SPACES.p3.matrix, "srgb", 4));
  const swapped = await iccp(rgbProfile(SPACES.swapped.matrix, "srgb"));
  const base = await photoPng("plain");
  return [
    base,
    await photoPng("with notes", { chunks: NOTES, after: [chunk("zTXt", latin("Comment\0\0"))] }),
    await photoPng("16 bits", { bits: 16 }),
    await photoPng("interlaced", { isInterlaced: true }),
    await photoPng("interlaced, 16 bits, alpha", { isInterlaced: true, bits: 16, hasAlpha: true }),
    await photoPng("alpha", { hasAlpha: true }),
    await photoPng("16 bits, alpha", { bits: 16, hasAlpha: true }),
    await photoPng("as image/x-png", { type: "image/x-png" }),
    await photoPng("as application/octet-stream", { type: "application/octet-stream" }),
    ...(await Promise.all(
      ([1, 2, 4, 8, 16] as const).map((bits) => greyPng(`grey of ${bits} bits`, { bits })),
    )),
    await greyPng("grey of 4 bits, interlaced", { bits: 4, isInterlaced: true }),
    await greyPng("grey, alpha", { bits: 8, alpha: true }),
    await greyPng("grey of 16 bits, alpha", { bits: 16, alpha: true }),
    await greyPng("grey profile, 16 bits", {
      bits: 16,
      chunks: [await iccp(greyProfile(1.8))],
      curve: power(1.8),
    }),
    await greyPng("grey profile, alpha", {
      bits: 8,
      alpha: true,
      chunks: [await iccp(greyProfile(1.8))],
      curve: power(1.8),
    }),
    await greyPng("grey profile", { bits: 8, chunks: [await iccp(greyProfile(1.8))], curve: power(1.8) }),
    ...(await Promise.all(
      ([1, 2, 4, 8] as const).map((bits) => palettePng(`palette of ${bits} bits`, bits)),
    )),
    await palettePng("palette, alphas", 8, { alphas: true }),
    await palettePng("palette of P3, turned 6", 8, {
      space: "p3",
      chunks: [p3],
      after: [exif(6)],
      orientation: 6,
    }),
    await keyedPng("a colour that is none", 8),
    await keyedPng("a colour that is none, 16 bits", 16),
    await photoPng("P3", { space: "p3", chunks: [p3] }),
    await photoPng("Adobe RGB, 16 bits", {
      space: "adobe",
      bits: 16,
      chunks: [await iccp(rgbProfile(SPACES.adobe.matrix, 563 / 256))],
    }),
    await photoPng("swapped profile, alpha", { space: "swapped", hasAlpha: true, chunks: [swapped] }),
    await photoPng("broken profile", { chunks: [chunk("iCCP", latin("none\0\0no profile at all"))] }),
    await photoPng("cICP of P3", { space: "p3", chunks: [cicp(12, 13)] }),
    await photoPng("cICP of P3, alpha, 16 bits", {
      space: "p3",
      bits: 16,
      hasAlpha: true,
      chunks: [cicp(12, 13)],
    }),
    await photoPng("cICP of sRGB, whatever its profile says", { chunks: [cicp(1, 13), swapped] }),
    await photoPng("sRGB", { chunks: [chunk("sRGB", [0]), gama(1)] }),
    await photoPng("gAMA of sRGB", { chunks: [gama(0.45455)] }),
    await photoPng("gAMA and cHRM of sRGB", { chunks: [gama(0.45455), chrm(...SRGB_POINTS)] }),
    await photoPng("gAMA of 1.4, 16 bits", {
      bits: 16,
      curve: power(1.4),
      chunks: [gama(1 / 1.4), chrm(...SRGB_POINTS)],
    }),
    await photoPng("gAMA of 1.8", { curve: power(1.8), chunks: [gama(1 / 1.8), chrm(...SRGB_POINTS)] }),
    await photoPng("gAMA of 1.8 alone", { curve: power(1.8), chunks: [gama(1 / 1.8)] }),
    await photoPng("cHRM alone", { chunks: [chrm(...P3_POINTS)] }),
    await photoPng("cHRM of P3", {
      space: "p3",
      curve: power(2.2),
      chunks: [gama(1 / 2.2), chrm(...P3_POINTS)],
    }),
    ...(await Promise.all(
      [2, 3, 5, 6, 8].map((orientation) =>
        photoPng(`turned ${orientation}`, { orientation, chunks: [exif(orientation)] }),
      ),
    )),
    await photoPng("turned 6, after its pixels", { orientation: 6, after: [exif(6)] }),
    await photoPng("P3, alpha, turned 7", {
      orientation: 7,
      space: "p3",
      hasAlpha: true,
      chunks: [p3, exif(7)],
    }),
    withTail(base, "png with words behind its end", latin("<script>alert(1)</script>")),
    withTail(base, "png with another behind its end", base.bytes),
  ];
}

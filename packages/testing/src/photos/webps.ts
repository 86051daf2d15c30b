/** Of lossless WebPs: what is seen through, profiles, orientations, tails. */
import { joined, latin, type Bytes } from "./bytes.ts";
import { rgbProfile } from "./icc.ts";
import { tiffOf } from "./jpeg.ts";
import { SPACES, inSpace, laidOut, onPaper, plain, squaresOf, withTail, type Photo } from "./photos.ts";
import { WEBP_FLAGS, extended, losslessChunk, riffChunk, riffOf } from "./webp.ts";

interface Wish {
  orientation?: number;
  space?: keyof typeof SPACES;
  hasAlpha?: boolean;
  flags?: number;
  before?: readonly Bytes[];
  after?: readonly Bytes[];
}
const ALPHAS: ReadonlyMap<number, number> = new Map([
  [2, 0],
  [7, 0.5],
  [12, 0],
  [17, 0.25],
  [21, 0],
]);

export function photoWebp(name: string, wish: Wish = {}): Photo {
  const { orientation = 1, space = "srgb", hasAlpha = false, flags } = wish;
  const alpha = (at: number): number => (hasAlpha ? Math.round((ALPHAS.get(at) ?? 1) * 255) : 255);
  const { pixel, widthPx, heightPx } = laidOut(orientation, (at) => [
    ...inSpace(at, SPACES[space]).samples,
    alpha(at),
  ]);
  const pixels = losslessChunk({ widthPx, heightPx, pixel });
  const chunks =
    flags === undefined
      ? [pixels]
      : [extended(widthPx, heightPx, flags), ...(wish.before ?? []), pixels, ...(wish.after ?? [])];
  const seen = squaresOf((at) => onPaper(inSpace(at, SPACES[space]).seen, alpha(at) / 255));
  return plain(`webp ${name}`, "image/webp", riffOf(...chunks), seen, hasAlpha ? ALPHAS.keys() : []);
}

export function webpPhotos(): Photo[] {
  const { profile, alpha, exif, xmp } = WEBP_FLAGS;
  const iccp = riffChunk("ICCP", rgbProfile(SPACES.p3.matrix, "srgb", 4));
  const swapped = riffChunk("ICCP", rgbProfile(SPACES.swapped.matrix, "srgb"));
  const note = (orientation: number, hasName = false): Bytes =>
    riffChunk("EXIF", joined(hasName ? "Exif\0\0" : "", tiffOf(orientation)));
  const base = photoWebp("plain");
  return [
    base,
    photoWebp("alpha", { hasAlpha: true }),
    photoWebp("extended, alpha", { hasAlpha: true, flags: alpha }),
    photoWebp("P3", { space: "p3", flags: profile, before: [iccp] }),
    photoWebp("swapped profile, alpha", {
      space: "swapped",
      hasAlpha: true,
      flags: profile | alpha,
      before: [swapped],
    }),
    ...[3, 6].map((orientation) =>
      photoWebp(`turned ${orientation}`, { orientation, flags: exif, after: [note(orientation)] }),
    ),
    photoWebp("turned 8, as Android writes it", { orientation: 8, flags: exif, after: [note(8, true)] }),
    photoWebp("P3, alpha, turned 5, XMP", {
      orientation: 5,
      space: "p3",
      hasAlpha: true,
      flags: profile | alpha | exif | xmp,
      before: [iccp],
      after: [note(5), riffChunk("XMP ", latin("<x:xmpmeta>Jane</x:xmpmeta>"))],
    }),
    // As some write it: odd, and its last byte not counted.
    {
      ...photoWebp("without its last even byte", {
        flags: exif,
        after: [riffChunk("EXIF", joined(tiffOf(1), [0])).subarray(0, -1)],
      }),
    },
    withTail(base, "webp with words behind its end", latin("a tail")),
  ];
}

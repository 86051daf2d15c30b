/** Of JPEGs: orientations, profiles, components, ways of coding, tails. */
import { printerProfile, greyProfile, rgbProfile } from "./icc.ts";
import { joined, latin, type Bytes } from "./bytes.ts";
import { SRGB_CURVE, type Triple } from "./colour.ts";
import { JFIF, TAILS, adobe, exifSegment, iccSegments, jpegOf, segment, ycc, type JpegSpec } from "./jpeg.ts";
import { SPACES, inSpace, laidOut, plain, squaresOf, withTail, type Photo } from "./photos.ts";
import { colourOf, greyOf } from "./scene.ts";

interface Wish {
  orientation?: number;
  space?: keyof typeof SPACES;
  segments?: readonly Bytes[];
  coding?: Partial<JpegSpec>;
  /** Of a square's samples. */
  coded?: (rgb: readonly number[]) => readonly number[];
  type?: string;
}

export function photoJpeg(name: string, wish: Wish = {}): Photo {
  const { orientation = 1, space = "srgb", segments = [JFIF], coding = {}, coded = ycc } = wish;
  const { pixel, ...size } = laidOut(orientation, (at) => coded(inSpace(at, SPACES[space]).samples));
  const bytes = jpegOf({ ...size, block: pixel, segments, ...coding });
  return plain(
    `jpeg ${name}`,
    wish.type ?? "image/jpeg",
    bytes,
    squaresOf((at) => inSpace(at, SPACES[space]).seen),
  );
}

const greyJpeg = (name: string, profile: Bytes | null, seen: (value: number) => number): Photo => {
  const { pixel, ...size } = laidOut(1, (at) => [greyOf(at)]);
  const segments = [JFIF, ...(profile ? iccSegments(profile) : [])];
  const grey = (at: number): Triple => {
    const value = seen(greyOf(at) / 255) * 255;
    return [value, value, value];
  };
  return plain(`jpeg ${name}`, "image/jpeg", jpegOf({ ...size, block: pixel, segments }), squaresOf(grey));
};

/** Inks, 0 to 1, of a square: as much black as can be. */
const inksOf = (square: number): number[] => {
  const value = colourOf(square).map((one) => one / 255);
  const black = Math.round((1 - Math.max(...value)) * 8) / 8;
  return [...value.map((one) => Math.round(Math.max(0, 1 - one / (1 - black)) * 8) / 8), black];
};
const printed = ([c = 0, m = 0, y = 0, k = 0]: readonly number[]): Triple =>
  [c, m, y].map((ink) => (1 - ink) * (1 - k)) as unknown as Triple;
/** Another printer than the one that is taken where none is named: its cyan is magenta. */
const otherPrinted = ([c = 0, m = 0, y = 0, k = 0]: readonly number[]): Triple => printed([m, c, y, k]);

/** All programs turn inks round, whether they say so or not. */
type Inks = "with Adobe's word" | "without it" | "ycck";
function inkJpeg(
  name: string,
  how: Inks,
  profile: Bytes | null,
  seen: typeof printed,
  orientation = 1,
): Photo {
  const coded = (at: number): readonly number[] => {
    const inks = inksOf(at).map((ink) => Math.round(ink * 255));
    const inverted = inks.map((ink) => 255 - ink);
    return how === "ycck" ? [...ycc(inks), inverted[3] ?? 0] : inverted;
  };
  const { pixel, ...size } = laidOut(orientation, coded);
  const segments = [
    ...(orientation === 1 ? [] : [exifSegment(orientation)]),
    ...(how === "without it" ? [] : [adobe(how === "ycck" ? 2 : 0)]),
    ...(profile ? iccSegments(profile) : []),
  ];
  const bytes = jpegOf({ ...size, block: pixel, segments });
  return plain(
    `jpeg ${name}`,
    "image/jpeg",
    bytes,
    squaresOf((at) => seen(inksOf(at)).map((one) => one * 255) as unknown as Triple),
  );
}

export function jpegPhotos(): Photo[] {
  const p3 = rgbProfile(SPACES.p3.matrix, "srgb", 4);
  const p3Segments = [JFIF, ...iccSegments(p3)];
  const base = photoJpeg("plain");
  const turned = photoJpeg("turned 6", { orientation: 6, segments: [exifSegment(6)] });
  const phone = photoJpeg("P3, turned 6", {
    orientation: 6,
    space: "p3",
    segments: [exifSegment(6, false), ...iccSegments(p3)],
  });
  const printer = printerProfile(otherPrinted);
  return [
    base,
    ...[2, 3, 4, 5, 7, 8].map((orientation) =>
      photoJpeg(`turned ${orientation}`, {
        orientation,
        segments: [exifSegment(orientation, orientation % 2 === 0)],
      }),
    ),
    turned,
    photoJpeg("progressive", { coding: { isProgressive: true } }),
    photoJpeg("with restarts", { coding: { restartEvery: 5 } }),
    photoJpeg("filled up before its markers", { coding: { fill: 3 } }),
    photoJpeg("filled up, turned 3", {
      orientation: 3,
      segments: [exifSegment(3)],
      coding: { fill: 1, restartEvery: 7 },
    }),
    ...Object.entries(TAILS).map(([name, tail]) =>
      withTail(base, `jpeg with ${name} behind its end`, tail(base.bytes)),
    ),
    withTail(turned, "jpeg turned 6, motion behind its end", TAILS["motion"]?.(turned.bytes) ?? []),
    withTail(phone, "jpeg P3, turned 6, a second picture behind its end", phone.bytes),
    phone,
    photoJpeg("P3 of version 2", {
      space: "p3",
      segments: [JFIF, ...iccSegments(rgbProfile(SPACES.p3.matrix, "srgb", 2))],
    }),
    photoJpeg("P3 in many parts", { space: "p3", segments: [JFIF, ...iccSegments(p3, 100)] }),
    photoJpeg("P3, progressive", { space: "p3", segments: p3Segments, coding: { isProgressive: true } }),
    photoJpeg("Adobe RGB", {
      space: "adobe",
      segments: [JFIF, ...iccSegments(rgbProfile(SPACES.adobe.matrix, 563 / 256))],
    }),
    photoJpeg("swapped profile", {
      space: "swapped",
      segments: [JFIF, ...iccSegments(rgbProfile(SPACES.swapped.matrix, "srgb"))],
    }),
    photoJpeg("broken profile", {
      segments: [JFIF, segment(0xe2, joined("ICC_PROFILE\0", [1, 1], latin("no profile at all")))],
    }),
    photoJpeg("profile of a printer's space", { segments: [JFIF, ...iccSegments(printer)] }),
    photoJpeg("RGB by Adobe's word", { segments: [adobe(0)], coded: (rgb) => rgb }),
    photoJpeg("RGB by its names", { segments: [], coding: { ids: [0x52, 0x47, 0x42] }, coded: (rgb) => rgb }),
    photoJpeg("as image/jpg", { type: "image/jpg" }),
    photoJpeg("as image/pjpeg", { type: "image/pjpeg" }),
    photoJpeg("as application/octet-stream", { type: "application/octet-stream" }),
    { ...photoJpeg("as image/png", { type: "image/png" }) },
    greyJpeg("grey", null, (value) => value),
    greyJpeg("grey of gamma 1.8", greyProfile(1.8), (value) => SRGB_CURVE.toValue(value ** 1.8)),
    inkJpeg("CMYK as Adobe has it", "with Adobe's word", null, printed),
    inkJpeg("YCCK", "ycck", null, printed),
    inkJpeg("CMYK without Adobe's word", "without it", null, printed),
    inkJpeg("CMYK of a printer", "with Adobe's word", printer, otherPrinted),
    inkJpeg("CMYK of a printer, turned 8", "with Adobe's word", printer, otherPrinted, 8),
  ];
}

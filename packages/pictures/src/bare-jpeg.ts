/** A JPEG with nothing in it but its pixels and what they mean: which way up, in which colours. No camera, place, author or thumbnail. */
import { joined, latin, textAt, type Bytes } from "./bytes.ts";
import { PROFILE_MAX_BYTES, bareProfile, type ProfileSpace } from "./icc.ts";
import { JPEG, jpegParts } from "./jpeg-parts.ts";
import { onlyOrientation, orientationIn } from "./orientation.ts";
import { SCANS_MAX } from "./whole-jpeg.ts";

/** Baseline, extended and progressive: what every decoder knows. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const TABLES = new Set<number>([JPEG.DQT, JPEG.DHT, JPEG.DRI]);
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const isNote = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xef) || marker === JPEG.COM;

export interface Bared {
  bytes: Bytes;
  /** As EXIF counts. */
  orientation: number;
}

/** The first picture of it, `isUpright` without which way up. Why not: it is not whole, or so made that not every decoder takes it. */
export function bareJpeg(bytes: Uint8Array, isUpright: boolean): Bared | "damaged" | "odd" {
  const image: Uint8Array[] = [];
  const profile: Uint8Array[] = [];
  let [jfif, adobe]: [Uint8Array | null, Uint8Array | null] = [null, null];
  let orientation: number | null = null;
  let components = 0;
  let scans = 0;
  for (const part of jpegParts(bytes)) {
    const { marker } = part;
    const data = part.bytes.subarray(4);
    if (marker === APP1) orientation ??= textAt(data, 0, 6) === "Exif\0\0" ? orientationIn(data) : null;
    else if (marker === APP2 && textAt(data, 0, PROFILE_NAME.length) === PROFILE_NAME) profile.push(data);
    else if (marker === APP0 && textAt(data, 0, 5) === "JFIF\0") jfif ??= JFIF;
    else if (marker === APP14 && textAt(data, 0, 5) === "Adobe" && data.length >= 12)
      // Whatever stands behind is no part of it.
      adobe ??= joined([Uint8Array.of(0xff, APP14, 0, 14), data.subarray(0, 12)]);
    else if (isNote(marker)) continue;
    else {
      const isFrame = FRAMES.has(marker);
      if (isFrame && !isPlainFrame(part.bytes)) return "odd";
      if (isFrame) components = part.bytes[9] ?? 0;
      if (!isFrame && !TABLES.has(marker) && marker !== JPEG.SOS && marker !== JPEG.EOI) return "odd";
      if (marker === JPEG.SOS && ++scans > SCANS_MAX) return "odd";
      image.push(part.bytes);
      if (marker !== JPEG.EOI) continue;
      const turned = orientation ?? 1;
      const space = SPACES[components];
      const parts = [
        ...[Uint8Array.of(0xff, JPEG.SOI), jfif, adobe].filter((one) => one !== null),
        ...(turned === 1 || isUpright ? [] : [segment(APP1, [latin("Exif\0\0"), onlyOrientation(turned)])]),
        ...(space ? profileSegments(profile, space) : []),
        ...image,
      ];
      return { bytes: joined(parts), orientation: turned };
    }
  }
  return "damaged";
}

const SPACES: Readonly<Record<number, ProfileSpace>> = { 1: "GRAY", 3: "RGB ", 4: "CMYK" };

/** Eight bits of one, three or four colours. */
const isPlainFrame = (part: Uint8Array): boolean => part[4] === 8 && (part[9] ?? 0) in SPACES;

function segment(marker: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = 2 + parts.reduce((sum, part) => sum + part.length, 0);
  return joined([Uint8Array.of(0xff, marker, length >> 8, length & 255), ...parts]);
}

/** Says how colours are coded: version 1.1, no density, no thumbnail. */
const JFIF = segment(APP0, [latin("JFIF\0\x01\x01\0\0\x01\0\x01\0\0")]);

const PROFILE_NAME = "ICC_PROFILE\0";
/** After which it comes in parts, each with its number and how many there are. */
const PROFILE_HEAD_BYTES = PROFILE_NAME.length + 2;
const PROFILE_PART_BYTES = 65_533 - PROFILE_HEAD_BYTES;

/** None where parts are missing, or make no profile. */
function profileSegments(parts: readonly Uint8Array[], space: ProfileSpace): Uint8Array[] {
  const count = parts[0]?.[PROFILE_HEAD_BYTES - 1] ?? 0;
  const inOrder = parts.toSorted((a, b) => numberOf(a) - numberOf(b));
  const isAll = parts.length === count && inOrder.every((part, at) => numberOf(part) === at + 1);
  const bytes = isAll ? joined(inOrder.map((part) => part.subarray(PROFILE_HEAD_BYTES))) : null;
  const profile = bytes && bytes.length <= PROFILE_MAX_BYTES ? bareProfile(bytes, space) : null;
  if (!profile) return [];
  const pieces = Math.ceil(profile.length / PROFILE_PART_BYTES);
  return Array.from({ length: pieces }, (_, at) =>
    segment(APP2, [
      latin(PROFILE_NAME),
      Uint8Array.of(at + 1, pieces),
      profile.subarray(at * PROFILE_PART_BYTES, (at + 1) * PROFILE_PART_BYTES),
    ]),
  );
}

const numberOf = (part: Uint8Array): number => part[PROFILE_HEAD_BYTES - 2] ?? 0;

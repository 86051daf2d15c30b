/** A JPEG with nothing in it but its pixels and which way up they are: no camera, place, author, thumbnail or comment. */
import { JPEG, jpegParts } from "./jpeg-parts.ts";
import { SCANS_MAX } from "./whole-jpeg.ts";

/** Baseline, extended and progressive: what every decoder knows. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const TABLES = new Set<number>([JPEG.DQT, JPEG.DHT, JPEG.DRI]);
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP14 = 0xee;
const isNote = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xef) || marker === JPEG.COM;

export interface BareJpeg {
  parts: Uint8Array[];
  /** As EXIF counts: 1 is upright, from 5 on it lies on its side. */
  orientation: number;
}

/** Of one that is whole; null where it is of a kind, or so made, that not every decoder takes it. */
export function bareJpeg(bytes: Uint8Array): BareJpeg | null {
  const image: Uint8Array[] = [];
  const colours: Uint8Array[] = [];
  let orientation = 1;
  let scans = 0;
  for (const part of jpegParts(bytes)) {
    const { marker } = part;
    if (marker === APP1) orientation = orientationOf(part.bytes) ?? orientation;
    else if (marker === APP0 && textAt(part.bytes, 4, 5) === "JFIF\0" && colours.length === 0)
      colours.push(JFIF);
    else if (marker === APP14 && textAt(part.bytes, 4, 5) === "Adobe" && part.bytes.length >= 16)
      // Says it too; whatever stands behind is no part of it.
      colours.push(Uint8Array.from([0xff, APP14, 0, 14, ...part.bytes.subarray(4, 16)]));
    else if (isNote(marker)) continue;
    else {
      const isFrame = FRAMES.has(marker);
      if (isFrame && !isPlainFrame(part.bytes)) return null;
      if (!isFrame && !TABLES.has(marker) && marker !== JPEG.SOS && marker !== JPEG.EOI) return null;
      if (marker === JPEG.SOS && ++scans > SCANS_MAX) return null;
      image.push(part.bytes);
      if (marker === JPEG.EOI) {
        const turned = orientation === 1 ? [] : [onlyOrientation(orientation)];
        return { parts: [Uint8Array.of(0xff, JPEG.SOI), ...colours, ...turned, ...image], orientation };
      }
    }
  }
  return null;
}

/** Eight bits of one, three or four colours. */
const isPlainFrame = (part: Uint8Array): boolean => part[4] === 8 && [1, 3, 4].includes(part[9] ?? 0);

/** Says how colours are coded: version 1.1, no density, no thumbnail. */
const JFIF = Uint8Array.of(0xff, APP0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);

/** EXIF that says nothing else. */
const onlyOrientation = (orientation: number): Uint8Array =>
  Uint8Array.from(
    [
      [0xff, APP1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0],
      [0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
      [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
      [0, 0, 0, 0],
    ].flat(),
  );

/** Null where this part says nothing of it. */
function orientationOf(part: Uint8Array): number | null {
  if (textAt(part, 4, 6) !== "Exif\0\0" || part.length < 24) return null;
  const tiff = new DataView(part.buffer, part.byteOffset + 10, part.length - 10);
  const order = tiff.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return null;
  const isLittle = order === 0x4949;
  const first = tiff.getUint32(4, isLittle);
  if (first + 2 > tiff.byteLength) return null;
  const entries = tiff.getUint16(first, isLittle);
  for (let entry = 0; entry < entries; entry++) {
    const at = first + 2 + entry * 12;
    if (at + 12 > tiff.byteLength) return null;
    if (tiff.getUint16(at, isLittle) !== 0x0112) continue;
    const value = tiff.getUint16(at + 8, isLittle);
    return tiff.getUint16(at + 2, isLittle) === 3 && value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

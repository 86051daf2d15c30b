/** Which way up a picture is, as EXIF says it: 1 is upright, from 5 on it lies on its side. */
import { textAt, viewOf } from "./bytes.ts";

const NAME = "Exif\0\0";
const TAG = 0x0112;
const SHORT = 3;

/** Of a TIFF, with EXIF's name before it or without, as JPEG, PNG and WebP have it; null where it says nothing of it. */
export function orientationIn(exif: Uint8Array): number | null {
  const bytes = textAt(exif, 0, NAME.length) === NAME ? exif.subarray(NAME.length) : exif;
  if (bytes.length < 14) return null;
  const tiff = viewOf(bytes);
  const order = tiff.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return null;
  const isLittle = order === 0x4949;
  const first = tiff.getUint32(4, isLittle);
  if (first + 2 > tiff.byteLength) return null;
  const entries = tiff.getUint16(first, isLittle);
  for (let entry = 0; entry < entries; entry++) {
    const at = first + 2 + entry * 12;
    if (at + 12 > tiff.byteLength) return null;
    if (tiff.getUint16(at, isLittle) !== TAG) continue;
    const value = tiff.getUint16(at + 8, isLittle);
    return tiff.getUint16(at + 2, isLittle) === SHORT && value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** A TIFF that says nothing else. */
export const onlyOrientation = (orientation: number): Uint8Array =>
  Uint8Array.from(
    [
      [0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
      [0, 1, 0x01, 0x12, 0, SHORT, 0, 0, 0, 1, 0, orientation, 0, 0],
      [0, 0, 0, 0],
    ].flat(),
  );

export const isOnSide = (orientation: number): boolean => orientation >= 5;

import { viewOf, type Bytes } from "@llamasketch/pictures/bytes";
import { lettersAt } from "./bytes.ts";
import { sourceIn, xmpPacket, type DigitalSource } from "./digital-source.ts";
import { jpegWith, xmpInJpeg } from "./jpeg.ts";
import { mp4With, xmpInMp4 } from "./mp4.ts";
import { pngWith, xmpInPng } from "./png.ts";
import { webpWith, xmpInWebp } from "./webp.ts";

interface Container {
  /** Its XMP packet. */
  read(file: Uint8Array): string | null;
  /** Without any note but this packet; null where its parts cannot be told apart. */
  write(xmp: string | null, file: Uint8Array): Bytes | null;
}

const JPEG: Container = { read: xmpInJpeg, write: jpegWith };
const PNG: Container = { read: xmpInPng, write: pngWith };
const WEBP: Container = { read: xmpInWebp, write: webpWith };
const MP4: Container = { read: xmpInMp4, write: mp4With };

/**
 * A JPEG, PNG, WebP or MP4 that says how a machine had part in it, and, of a picture, nothing else beside its pixels: no words, times,
 * places or makers. Nothing is decoded: its parts are copied. What it says already stays, so that once marked it comes back byte for
 * byte. Null when it is none of these, or its parts cannot be told apart.
 */
export const markMedia = (file: Uint8Array, source: DigitalSource): Bytes | null =>
  rewritten(file, readMark(file) ?? source);

/** The same without saying anything: what a person drew alone. A mark that is there goes too. */
export const plainMedia = (file: Uint8Array): Bytes | null => rewritten(file, null);

/** What a file says of how a machine had part in it; null when that is nothing, or it is no file of these kinds. */
export const readMark = (file: Uint8Array): DigitalSource | null =>
  sourceIn(containerOf(file)?.read(file) ?? "");

const rewritten = (file: Uint8Array, source: DigitalSource | null): Bytes | null =>
  containerOf(file)?.write(source && xmpPacket(source), file) ?? null;

function containerOf(file: Uint8Array): Container | null {
  if (file.length < 16) return null;
  const start = viewOf(file).getUint32(0);
  if (start >>> 16 === 0xffd8) return JPEG;
  if (start === 0x89504e47) return PNG;
  if (start === 0x52494646 && lettersAt(file, 8, 4) === "WEBP") return WEBP;
  return lettersAt(file, 4, 4) === "ftyp" ? MP4 : null;
}

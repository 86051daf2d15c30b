/** Files that are no picture, not a whole one, or not only one: what must not be taken anywhere, or not in the Worker. */
import { joined, latin, le24, u16, u32, type Bytes } from "./bytes.ts";
import { exifSegment, jpegOf, segment } from "./jpeg.ts";
import { photoJpeg } from "./jpegs.ts";
import { chunk, cicp, pngOf } from "./png.ts";
import { photoPng } from "./pngs.ts";
import { extended, riffChunk, riffOf } from "./webp.ts";
import { photoWebp } from "./webps.ts";

export interface RefusedFile {
  name: string;
  bytes: Bytes;
  type: string;
  why: RegExp;
  /** `true`: a browser, which draws the first picture of what moves and knows more formats, may take it. */
  isForBrowsers: boolean;
}

const DAMAGED = /not a whole picture/;

export async function refusedFiles(): Promise<RefusedFile[]> {
  const [jpeg, png, webp] = [
    photoJpeg("plain").bytes,
    (await photoPng("plain")).bytes,
    photoWebp("plain").bytes,
  ];
  const file = (
    name: string,
    type: string,
    bytes: Bytes,
    why: RegExp,
    isForBrowsers = false,
  ): RefusedFile => ({
    name,
    bytes,
    type: `image/${type}`,
    why,
    isForBrowsers,
  });
  const scanAt = jpeg.indexOf(0xda, 4) - 1;
  const jpegWithout = (from: number): Bytes => joined(jpeg.subarray(0, from), [0xff, 0xd9]);
  const idatAt = latinIndex(png, "IDAT") - 4;
  const header = (widthPx: number, heightPx: number): Bytes =>
    joined("\x89PNG\r\n\x1a\n", chunk("IHDR", [...u32(widthPx), ...u32(heightPx), 8, 2, 0, 0, 0]));
  const rest = png.subarray(idatAt);
  const flipped = Uint8Array.from(png, (one, at) => (at === idatAt + 20 ? one ^ 1 : one));
  const vast = joined(jpeg);
  const frameAt = vast.findIndex((one, at) => one === 0xff && vast[at + 1] === 0xc0);
  vast.set([...u16(60_000), ...u16(60_000)], frameAt + 5);
  const scan = segment(0xda, [1, 1, 0, 0, 63, 0]);
  const scans = joined(jpeg.subarray(0, -2), ...Array.from({ length: 70 }, () => joined(scan, [0])), [
    0xff, 0xd9,
  ]);
  return [
    file("a JPEG that is cut short", "jpeg", jpeg.slice(0, -200), DAMAGED),
    file("a JPEG without its last byte", "jpeg", jpeg.slice(0, -1), DAMAGED),
    file("a PNG that is cut short", "png", png.slice(0, -40), DAMAGED),
    file("a WebP that is cut short", "webp", webp.slice(0, -200), DAMAGED),
    file("a JPEG without a scan", "jpeg", jpegWithout(scanAt), DAMAGED),
    file("a JPEG whose scan is empty", "jpeg", jpegWithout(scanAt + 14), DAMAGED),
    file(
      "a JPEG whose scan ends half way",
      "jpeg",
      jpegWithout(Math.floor((scanAt + jpeg.length) / 2)),
      DAMAGED,
    ),
    file(
      "a JPEG that is a note and an end",
      "jpeg",
      joined([0xff, 0xd8], exifSegment(1), [0xff, 0xd9], latin("x".repeat(40))),
      DAMAGED,
    ),
    file("a PNG without pixels", "png", joined(header(96, 64), chunk("IEND", [])), DAMAGED),
    file("a PNG of fewer pixels than it says", "png", joined(header(96, 80), rest), DAMAGED),
    file("a PNG with a wrong sum", "png", flipped, DAMAGED),
    file(
      "a WebP without pixels",
      "webp",
      riffOf(extended(96, 64, 0), riffChunk("EXIF", latin("none"))),
      DAMAGED,
    ),
    file(
      "a PNG of 2,500 megapixels",
      "png",
      joined(header(50_000, 50_000), rest),
      /2500 megapixels; at most/,
    ),
    file("a JPEG of 3,600 megapixels", "jpeg", vast, /3600 megapixels; at most/),
    file("a JPEG of scans without end", "jpeg", scans, /Save it anew/),
    file("a page that ends in a JPEG", "jpeg", joined("<html><!--", jpeg), /documents/),
    file("a PDF that holds a JPEG", "jpeg", joined("%PDF-1.7\n", jpeg), /no picture/),
    file("a ZIP that holds a PNG", "png", joined("PK\x03\x04", png), /no picture/),
    file(
      "a script that says it is a WebP",
      "webp",
      joined("RIFF/*WEBP", latin("*/=alert(1)//".repeat(4))),
      DAMAGED_OR_NONE,
    ),
    file(
      "an SVG",
      "svg+xml",
      latin(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`.padEnd(80)),
      /SVG/,
      true,
    ),
    file("a GIF", "gif", latin(`GIF89a${"\0".repeat(60)}`), /GIF/),
    file("an AVIF", "avif", joined(u32(24), "ftypavif", u32(0), "avifmif1", new Uint8Array(40)), /AVIF/),
    file("a HEIC", "heic", joined(u32(24), "ftypheic", u32(0), "heicmif1", new Uint8Array(40)), /HEIC/),
    file(
      "an animated PNG",
      "png",
      (await photoPng("moving", { chunks: [chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0])] })).bytes,
      /Animated/,
      true,
    ),
    file(
      "an animated WebP",
      "webp",
      riffOf(
        extended(96, 64, 2),
        riffChunk("ANIM", new Uint8Array(6)),
        riffChunk("ANMF", joined(new Uint8Array(6), le24(95), le24(63), le24(40), [0], webp.subarray(12))),
      ),
      /Animated/,
      true,
    ),
    file("a PNG in PQ", "png", (await photoPng("in PQ", { chunks: [cicp(9, 16)] })).bytes, /HDR/, true),
    file("a PNG in HLG", "png", (await photoPng("in HLG", { chunks: [cicp(9, 18)] })).bytes, /HDR/, true),
    file(
      "a PNG with a part that must be understood",
      "png",
      await pngOf({
        widthPx: 8,
        heightPx: 8,
        colourType: 0,
        bits: 8,
        pixel: () => [9],
        chunks: [chunk("ABCD", [1])],
      }),
      DAMAGED,
      true,
    ),
    file("a JPEG of twelve bits", "jpeg", twelve(), /Save it anew/, true),
  ];
}

const DAMAGED_OR_NONE = /not a whole picture|no picture/;

function twelve(): Bytes {
  const bytes = jpegOf({ widthPx: 64, heightPx: 64, block: () => [128] });
  const frameAt = bytes.findIndex((one, at) => one === 0xff && bytes[at + 1] === 0xc0);
  bytes[frameAt + 1] = 0xc1;
  bytes[frameAt + 4] = 12;
  return bytes;
}

const latinIndex = (bytes: Bytes, name: string): number =>
  bytes.findIndex((_, at) => String.fromCharCode(...bytes.subarray(at, at + 4)) === name);

/** A WebP with nothing in it but its pixels and what they mean: which way up, in which colours. No place, author or words. */
import type { Bared } from "./bare-jpeg.ts";
import { joined, latin, textAt, viewOf } from "./bytes.ts";
import { bareProfile } from "./icc.ts";
import { onlyOrientation, orientationIn } from "./orientation.ts";

const HEADER_BYTES = 12;
const MOVES = 0x02;
const IS_TURNED = 0x08;
const SEE_THROUGH = 0x10;
const HAS_PROFILE = 0x20;

/** Up to the end that it tells, `isUpright` without which way up. `odd`: its parts do not belong together. */
export function bareWebp(file: Uint8Array, isUpright: boolean): Bared | "damaged" | "moves" | "odd" {
  const told = viewOf(file).getUint32(4, true) + 8;
  if (told > file.length) return "damaged";
  // Some writers do not count the byte that makes it even.
  const bytes = file.subarray(0, told + (told % 2));
  const view = viewOf(bytes);
  let canvas: Canvas | null = null;
  let [alpha, pixels, profile]: (Uint8Array | null)[] = [null, null, null];
  let orientation: number | null = null;
  for (let at = HEADER_BYTES; at + 8 <= bytes.length;) {
    const name = textAt(bytes, at, 4);
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (at + 8 + length > bytes.length) return "damaged";
    if (name === "ANIM" || name === "ANMF") return "moves";
    if (name === "VP8X") {
      const flags = data[0] ?? 0;
      if ((flags & MOVES) !== 0) return "moves";
      if (length !== 10 || canvas) return "odd";
      canvas = { flags, widthPx: 1 + uint24(view, at + 12), heightPx: 1 + uint24(view, at + 15) };
    } else if (name === "ALPH") alpha ??= chunk("ALPH", data);
    else if (name === "ICCP") profile ??= bareProfile(data, "RGB ");
    else if (name === "EXIF") orientation ??= orientationIn(data);
    else if (name === "VP8 " || name === "VP8L") {
      if (pixels || (canvas && !isOfSize(view, name, at + 8, length, canvas))) return "odd";
      pixels = chunk(name, data);
    }
    at = end;
  }
  if (!pixels) return "damaged";
  const turned = orientation ?? 1;
  const hasTurn = turned !== 1 && !isUpright && canvas !== null;
  const chunks = [
    ...(canvas ? [extended(canvas, profile !== null, hasTurn)] : []),
    ...(canvas && profile ? [chunk("ICCP", profile)] : []),
    ...(canvas && alpha ? [alpha] : []),
    pixels,
    ...(hasTurn ? [chunk("EXIF", onlyOrientation(turned))] : []),
  ];
  const header = bytes.slice(0, HEADER_BYTES);
  viewOf(header).setUint32(
    4,
    chunks.reduce((sum, part) => sum + part.length, 4),
    true,
  );
  return { bytes: joined([header, ...chunks]), orientation: canvas ? turned : 1 };
}

interface Canvas {
  flags: number;
  widthPx: number;
  heightPx: number;
}

function extended({ flags, widthPx, heightPx }: Canvas, hasProfile: boolean, isTurned: boolean): Uint8Array {
  const data = new Uint8Array(10);
  data[0] = (flags & SEE_THROUGH) | (hasProfile ? HAS_PROFILE : 0) | (isTurned ? IS_TURNED : 0);
  for (const [at, side] of [widthPx, heightPx].entries())
    for (let byte = 0; byte < 3; byte++) data[4 + 3 * at + byte] = ((side - 1) >> (8 * byte)) & 255;
  return chunk("VP8X", data);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  viewOf(length).setUint32(0, data.length, true);
  return joined([latin(name), length, data, new Uint8Array(data.length % 2)]);
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** What a decoder makes room for is what was looked at. */
function isOfSize(
  view: DataView,
  name: "VP8 " | "VP8L",
  at: number,
  length: number,
  { widthPx, heightPx }: Canvas,
): boolean {
  if (length < 10) return false;
  if (name === "VP8 ")
    return (
      (view.getUint16(at + 6, true) & 0x3fff) === widthPx &&
      (view.getUint16(at + 8, true) & 0x3fff) === heightPx
    );
  const bits = view.getUint32(at + 1, true);
  return (bits & 0x3fff) + 1 === widthPx && ((bits >>> 14) & 0x3fff) + 1 === heightPx;
}

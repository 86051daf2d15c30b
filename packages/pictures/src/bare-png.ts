/** A PNG with nothing in it but its pixels and what they mean: which way up, in which colours. No words, times or places. */
import { deflated, joined, latin, textAt, viewOf } from "./bytes.ts";
import type { Bared } from "./bare-jpeg.ts";
import { crc32 } from "./crc32.ts";
import { onlyOrientation, orientationIn } from "./orientation.ts";
import { pngProfile, type ColourChunks } from "./png-colour.ts";

const SIGNATURE_BYTES = 8;
const PIXELS = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
const COLOURS = new Set(["cICP", "iCCP", "sRGB", "gAMA", "cHRM"]);
/** Frames of an animated one. */
const MOVING = new Set(["acTL", "fcTL", "fdAT"]);
/** Without a colour of their own: grey, and grey that one sees through. */
const GREY_TYPES = new Set([0, 4]);

/** Up to its end, `isUpright` without which way up. */
export async function barePng(
  bytes: Uint8Array,
  isUpright: boolean,
): Promise<Bared | "damaged" | "moves" | "hdr"> {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [];
  const colours = new Map<string, Uint8Array>();
  let orientation: number | null = null;
  for (let at = SIGNATURE_BYTES; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return "damaged";
    const name = textAt(bytes, at + 4, 4);
    const data = bytes.subarray(at + 8, end - 4);
    if (MOVING.has(name)) return "moves";
    if (PIXELS.has(name)) parts.push(bytes.subarray(at, end));
    else if (COLOURS.has(name)) colours.set(name, data);
    else if (name === "eXIf") orientation ??= orientationIn(data);
    // An unknown part that must be understood.
    else if (/^[A-Z]/.test(name)) return "damaged";
    at = end;
    if (name !== "IEND") continue;
    const profile = await pngProfile(colours as ColourChunks, GREY_TYPES.has(bytes[25] ?? 0));
    if (profile === "hdr") return profile;
    const turned = orientation ?? 1;
    const meaning = [
      ...(profile ? [chunk("iCCP", joined([latin("ICC\0\0"), await deflated(profile)]))] : []),
      ...(turned === 1 || isUpright ? [] : [chunk("eXIf", onlyOrientation(turned))]),
    ];
    const [head, ...rest] = parts;
    if (!head) return "damaged";
    return {
      bytes: joined([bytes.subarray(0, SIGNATURE_BYTES), head, ...meaning, ...rest]),
      orientation: turned,
    };
  }
  return "damaged";
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const [length, sum] = [new Uint8Array(4), new Uint8Array(4)];
  const named = joined([latin(name), data]);
  viewOf(length).setUint32(0, data.length);
  viewOf(sum).setUint32(0, crc32(named));
  return joined([length, named, sum]);
}

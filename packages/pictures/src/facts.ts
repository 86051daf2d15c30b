/** What a bare picture's container says of its samples. */
import type { ImageFormat } from "@llamasketch/contract";
import { textAt, viewOf } from "./bytes.ts";
import { JPEG, jpegParts } from "./jpeg-parts.ts";

export interface SampleFacts {
  /** Anything but sRGB. */
  hasProfile: boolean;
  isGrey: boolean;
  /** Inks instead of light. */
  isInk: boolean;
  /** Something may be seen through. */
  hasAlpha: boolean;
  /** Of a sample. */
  bits: number;
}

const PLAIN: SampleFacts = { hasProfile: false, isGrey: false, isInk: false, hasAlpha: false, bits: 8 };

export function sampleFacts(bytes: Uint8Array, format: ImageFormat): SampleFacts {
  if (format === "jpeg") return jpegFacts(bytes);
  return format === "png" ? pngFacts(bytes) : webpFacts(bytes);
}

function jpegFacts(bytes: Uint8Array): SampleFacts {
  let hasProfile = false;
  for (const { marker, bytes: part } of jpegParts(bytes)) {
    if (marker === JPEG.SOS) break;
    if (marker === 0xe2) hasProfile = true;
    if (marker < 0xc0 || marker > 0xc2) continue;
    const components = part[9] ?? 0;
    return { ...PLAIN, hasProfile, isGrey: components === 1, isInk: components === 4 };
  }
  return { ...PLAIN, hasProfile };
}

function pngFacts(bytes: Uint8Array): SampleFacts {
  const [bits = 8, type = 2] = [bytes[24], bytes[25]];
  const chunks = new Set<string>();
  const view = viewOf(bytes);
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at))
    chunks.add(textAt(bytes, at + 4, 4));
  return {
    ...PLAIN,
    bits,
    hasProfile: chunks.has("iCCP"),
    isGrey: type === 0 || type === 4,
    hasAlpha: type === 4 || type === 6 || chunks.has("tRNS"),
  };
}

function webpFacts(bytes: Uint8Array): SampleFacts {
  const name = textAt(bytes, 12, 4);
  if (name === "VP8X") {
    const flags = bytes[20] ?? 0;
    return { ...PLAIN, hasProfile: (flags & 0x20) !== 0, hasAlpha: true };
  }
  return { ...PLAIN, hasAlpha: name === "VP8L" };
}

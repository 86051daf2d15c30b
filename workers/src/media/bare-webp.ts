/** A WebP with nothing in it but its pixels: no EXIF, XMP or profile. */

const HEADER_BYTES = 12;
const MOVES = 0x02;
const SEE_THROUGH = 0x10;

export interface BareWebp {
  parts: Uint8Array[] | null;
  moves: boolean;
}

/** `parts` null: it moves, or its parts do not belong together. */
export function bareWebp(bytes: Uint8Array): BareWebp {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let canvas: { widthPx: number; heightPx: number } | null = null;
  let pictures = 0;
  for (let at = HEADER_BYTES; at + 8 <= bytes.length;) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    const data = at + 8;
    if (end > bytes.length) break;
    if (name === "ANIM" || name === "ANMF") return { parts: null, moves: true };
    if (name === "VP8X") {
      const flags = bytes[data] ?? 0;
      if ((flags & MOVES) !== 0) return { parts: null, moves: true };
      if (length !== 10) return { parts: null, moves: false };
      canvas = { widthPx: 1 + uint24(view, data + 4), heightPx: 1 + uint24(view, data + 7) };
      const plain = bytes.slice(at, end);
      plain[8] = flags & SEE_THROUGH;
      parts.push(plain);
    } else if (name === "ALPH") parts.push(bytes.subarray(at, end));
    else if (name === "VP8 " || name === "VP8L") {
      pictures += 1;
      if (canvas !== null && !isOfSize(view, name, data, length, canvas))
        return { parts: null, moves: false };
      parts.push(bytes.subarray(at, end));
    }
    at = end;
  }
  if (pictures !== 1) return { parts: null, moves: false };
  const size = parts.reduce((sum, part) => sum + part.length, 4);
  const header = bytes.slice(0, HEADER_BYTES);
  new DataView(header.buffer).setUint32(4, size, true);
  return { parts: [header, ...parts], moves: false };
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** What a decoder makes room for is what was looked at. */
function isOfSize(
  view: DataView,
  name: "VP8 " | "VP8L",
  at: number,
  length: number,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
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

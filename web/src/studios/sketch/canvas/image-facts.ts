/** What the bytes of a file say of themselves, without decoding it. */
export interface ImageFacts {
  kind: "png" | "jpeg" | "gif" | "webp" | "bmp" | "heif" | "svg" | "unknown";
  /** Null where only a decoder could tell. */
  widthPx: number | null;
  heightPx: number | null;
  isAnimated: boolean;
}

const facts = (kind: ImageFacts["kind"], part: Partial<ImageFacts> = {}): ImageFacts => ({
  kind,
  widthPx: null,
  heightPx: null,
  isAnimated: false,
  ...part,
});

export function imageFacts(bytes: Uint8Array): ImageFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  try {
    if (text(0, 8) === "\x89PNG\r\n\x1a\n") return pngFacts(view);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegFacts(view);
    if (text(0, 4) === "GIF8") return gifFacts(view);
    if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return webpFacts(view, text(12, 16));
    if (text(0, 2) === "BM") {
      const [widthPx, heightPx] = [view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
      return facts("bmp", { widthPx, heightPx });
    }
    if (text(4, 8) === "ftyp") return heifFacts(view);
  } catch {
    // Cut off within its head.
    return facts("unknown");
  }
  const start = new TextDecoder().decode(bytes.subarray(0, 1024)).trimStart().toLowerCase();
  const isSvg = start.startsWith("<svg") || (/^<(\?xml|!--|!doctype)/.test(start) && start.includes("<svg"));
  return facts(isSvg ? "svg" : "unknown");
}

const CHUNK_IDAT = 0x49444154;
const CHUNK_ACTL = 0x6163544c;

function pngFacts(view: DataView): ImageFacts {
  let isAnimated = false;
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const name = view.getUint32(at + 4);
    if (name === CHUNK_ACTL) isAnimated = true;
    if (name === CHUNK_IDAT) break;
  }
  return facts("png", { widthPx: view.getUint32(16), heightPx: view.getUint32(20), isAnimated });
}

function jpegFacts(view: DataView): ImageFacts {
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    // Any number of these may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      return facts("jpeg", { widthPx: view.getUint16(at + 7), heightPx: view.getUint16(at + 5) });
    }
    at += 2 + view.getUint16(at + 2);
  }
  return facts("jpeg");
}

function gifFacts(view: DataView): ImageFacts {
  const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableBytes(view.getUint8(10));
  let frames = 0;
  while (at < view.byteLength && frames < 2) {
    const block = view.getUint8(at);
    if (block === 0x2c) {
      frames += 1;
      at += 11 + tableBytes(view.getUint8(at + 9));
    } else if (block === 0x21) at += 2;
    else break;
    while (at < view.byteLength && view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
    at += 1;
  }
  const [widthPx, heightPx] = [view.getUint16(6, true), view.getUint16(8, true)];
  return facts("gif", { widthPx, heightPx, isAnimated: frames > 1 });
}

function webpFacts(view: DataView, chunk: string): ImageFacts {
  const u24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  if (chunk === "VP8X") {
    const isAnimated = (view.getUint8(20) & 2) !== 0;
    return facts("webp", { widthPx: u24(24) + 1, heightPx: u24(27) + 1, isAnimated });
  }
  if (chunk === "VP8L") {
    const bits = view.getUint32(21, true);
    return facts("webp", { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1 });
  }
  const [widthPx, heightPx] = [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  return facts("webp", { widthPx, heightPx });
}

const BOX_ISPE = 0x69737065;
/** Its sizes stand in its head. */
const HEIF_HEAD_BYTES = 64 * 1024;

/** HEIC and AVIF: of the several sizes they name, the largest is the picture's. */
function heifFacts(view: DataView): ImageFacts {
  let [widthPx, heightPx]: [number | null, number | null] = [null, null];
  const end = Math.min(view.byteLength - 16, HEIF_HEAD_BYTES);
  for (let at = 4; at < end; at++) {
    if (view.getUint32(at) !== BOX_ISPE) continue;
    const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (width * height > (widthPx ?? 0) * (heightPx ?? 0)) [widthPx, heightPx] = [width, height];
  }
  return facts("heif", { widthPx, heightPx });
}

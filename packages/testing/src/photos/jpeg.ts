/** JPEGs whose blocks are all of one colour each: nothing is lost in them, whatever their components. */
import { joined, latin, u16, u32, type Bytes } from "./bytes.ts";

export interface JpegSpec {
  /** Multiples of 8. */
  widthPx: number;
  heightPx: number;
  /** Components of a block, 0 to 255 each: 1, 3 or 4, as they are coded. */
  block: (x: number, y: number) => readonly number[];
  isProgressive?: boolean;
  /** Fills up to each marker with so many legal bytes. */
  fill?: number;
  /** A restart after so many blocks. */
  restartEvery?: number;
  /** Before everything else. */
  segments?: readonly Bytes[];
  /** Names of components: 1, 2, 3… unless said. */
  ids?: readonly number[];
}

export const segment = (marker: number, data: ArrayLike<number>): Bytes =>
  joined([0xff, marker], u16(data.length + 2), data);

export const JFIF = segment(0xe0, joined("JFIF\0", [1, 1, 0, 0, 1, 0, 1, 0, 0]));
export const adobe = (transform: 0 | 1 | 2): Bytes =>
  segment(0xee, joined("Adobe", u16(100), u32(0), [transform]));

/** What a camera writes: which way up, a place, a thumbnail that is a JPEG of its own. */
export const exifSegment = (orientation: number, isLittle = true): Bytes =>
  segment(0xe1, joined("Exif\0\0", tiffOf(orientation, isLittle), "GPS 52.5200 N", [0xff, 0xd8, 0xff, 0xd9]));

export function tiffOf(orientation: number, isLittle = true): Bytes {
  const two = (value: number): number[] => (isLittle ? u16(value).toReversed() : u16(value));
  const four = (value: number): number[] => (isLittle ? u32(value).toReversed() : u32(value));
  return joined(
    isLittle ? "II" : "MM",
    two(42),
    four(8),
    two(1),
    two(0x0112),
    two(3),
    four(1),
    two(orientation),
    two(0),
    four(0),
  );
}

const PROFILE_PART_BYTES = 65_000;
/** In as many parts as it takes. */
export function iccSegments(profile: Bytes, partBytes = PROFILE_PART_BYTES): Bytes[] {
  const count = Math.ceil(profile.length / partBytes);
  return Array.from({ length: count }, (_, at) =>
    segment(
      0xe2,
      joined("ICC_PROFILE\0", [at + 1, count], profile.subarray(at * partBytes, (at + 1) * partBytes)),
    ),
  );
}

/** As JPEG turns colours: what is coded for it. */
export const ycc = ([r = 0, g = 0, b = 0]: readonly number[]): number[] =>
  [
    0.299 * r + 0.587 * g + 0.114 * b,
    128 - 0.168736 * r - 0.331264 * g + 0.5 * b,
    128 + 0.5 * r - 0.418688 * g - 0.081312 * b,
  ].map((one) => Math.min(255, Math.max(0, Math.round(one))));

export function jpegOf(spec: JpegSpec): Bytes {
  const { widthPx, heightPx, block, isProgressive = false, restartEvery = 0, segments = [] } = spec;
  const count = block(0, 0).length;
  const ids = spec.ids ?? Array.from({ length: count }, (_, at) => at + 1);
  const frame = [8, ...u16(heightPx), ...u16(widthPx), count, ...ids.flatMap((id) => [id, 0x11, 0])];
  const scan = [count, ...ids.flatMap((id) => [id, 0]), 0, isProgressive ? 0 : 63, 0];
  const parts = [
    ...segments,
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    segment(isProgressive ? 0xc2 : 0xc0, frame),
    segment(0xc4, [0x00, ...LENGTHS_DC, ...Array.from({ length: 12 }, (_, at) => at)]),
    segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]),
    ...(restartEvery > 0 ? [segment(0xdd, u16(restartEvery))] : []),
    joined(segment(0xda, scan), coded(spec, count)),
    ...(isProgressive ? ids.map((id) => joined(segment(0xda, [1, id, 0, 1, 63, 0]), nothings(spec))) : []),
    [0xff, 0xd9],
  ];
  const filling = Array.from({ length: spec.fill ?? 0 }, () => 0xff);
  return joined([0xff, 0xd8], ...parts.flatMap((part) => [filling, part]));
}

/** Of each block that it has no more than its colour: else decoders smooth it. One bit each, and ones at the end. */
function nothings({ widthPx, heightPx }: JpegSpec): Bytes {
  const blocks = (widthPx / 8) * (heightPx / 8);
  const whole = new Uint8Array(Math.ceil(blocks / 8));
  if (blocks % 8 > 0) whole[whole.length - 1] = 2 ** (8 - (blocks % 8)) - 1;
  return whole;
}

/** Twelve codes of four bits. */
const LENGTHS_DC = [0, 0, 0, 12, ...Array.from({ length: 12 }, () => 0)];

function coded(
  { widthPx, heightPx, block, isProgressive, restartEvery = 0 }: JpegSpec,
  count: number,
): Bytes {
  const out: number[] = [];
  let [bits, held] = [0, 0];
  const put = (value: number, length: number): void => {
    for (let at = length - 1; at >= 0; at--) {
      bits = (bits << 1) | ((value >> at) & 1);
      if (++held < 8) continue;
      out.push(bits);
      if (bits === 0xff) out.push(0);
      [bits, held] = [0, 0];
    }
  };
  const align = (): void => {
    while (held > 0) put(1, 1);
  };
  let before = Array.from({ length: count }, () => 0);
  let units = 0;
  for (let y = 0; y < heightPx; y += 8)
    for (let x = 0; x < widthPx; x += 8) {
      if (restartEvery > 0 && units > 0 && units % restartEvery === 0) {
        align();
        out.push(0xff, 0xd0 + ((units / restartEvery - 1) & 7));
        before = before.map(() => 0);
      }
      units += 1;
      const samples = block(x, y);
      for (let of = 0; of < count; of++) {
        const dc = 8 * ((samples[of] ?? 0) - 128);
        const step = dc - (before[of] ?? 0);
        before[of] = dc;
        const length = step === 0 ? 0 : 32 - Math.clz32(Math.abs(step));
        put(length, 4);
        put(step < 0 ? step + 2 ** length - 1 : step, length);
        // No more in this block: the one code of its table.
        if (!isProgressive) put(0, 1);
      }
    }
  align();
  return Uint8Array.from(out);
}

/** What phones write behind the end: each with its own kind. */
export const TAILS: Readonly<Record<string, (whole: Bytes) => Bytes>> = {
  samsung: () =>
    joined(
      [0, 0, 1, 10],
      le(14),
      "Image_UTC_Data1606700000000",
      "SEFH",
      le(107),
      le(1),
      [0, 0, 1, 10],
      le(39),
      le(39),
      le(24),
      "SEFT",
    ),
  motion: () => joined(u32(24), "ftypmp42", u32(0), "mp42isom", u32(16), "mdat", new Uint8Array(64)),
  second: (whole) => joined(whole),
  zeros: () => new Uint8Array(4096),
  words: () => latin("<!-- made with a phone -->\n"),
};
const le = (value: number): number[] => u32(value).toReversed();

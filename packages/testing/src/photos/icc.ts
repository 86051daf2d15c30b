/** ICC profiles of a few hundred bytes: as small as can be, and sound. */
import { joined, latin, u16, u32, type Bytes } from "./bytes.ts";
import { xyzOf, type Triple } from "./colour.ts";

/** How a curve is written: 1 / exponent alone, or the pieces of sRGB's. */
export type IccCurve = "srgb" | number;
type Matrix = readonly [Triple, Triple, Triple];

const fixed = (value: number): number[] => u32(Math.round(value * 65536));
const xyz = (values: Triple): Bytes => joined("XYZ ", u32(0), ...values.map(fixed));
const D50: Triple = [0.9642, 1, 0.82491];

function curveTag(curve: IccCurve, version: 2 | 4): Bytes {
  if (version === 4)
    return curve === "srgb"
      ? joined(
          "para",
          u32(0),
          u16(3),
          u16(0),
          ...[2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].map(fixed),
        )
      : joined("para", u32(0), u16(0), u16(0), fixed(curve));
  if (curve !== "srgb") return joined("curv", u32(0), u32(1), u16(Math.round(curve * 256)));
  const table = Array.from({ length: 1024 }, (_, at) => {
    const v = at / 1023;
    return u16(Math.round(65535 * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)));
  });
  return joined("curv", u32(0), u32(table.length), ...table);
}

/** With a name in it that nobody needs: whose screen it was made for. */
const nameTag = (version: 2 | 4): Bytes => {
  const name = "Jane's own screen 4711";
  return version === 4
    ? joined(
        "mluc",
        u32(0),
        u32(1),
        u32(12),
        "enUS",
        u32(2 * name.length),
        u32(28),
        ...Array.from(name, (one) => [0, one.charCodeAt(0)]),
      )
    : joined("desc", u32(0), u32(name.length + 1), name, [0], new Uint8Array(78));
};

function profile(
  space: "RGB " | "GRAY" | "CMYK",
  version: 2 | 4,
  pcs: "XYZ " | "Lab ",
  tags: [string, Bytes][],
): Bytes {
  const tableBytes = 4 + 12 * tags.length;
  let at = 128 + tableBytes;
  const entries: number[] = [];
  const data: number[][] = [];
  for (const [name, bytes] of tags) {
    entries.push(...latin(name), ...u32(at), ...u32(bytes.length));
    const padded = [...bytes, ...Array.from({ length: (4 - (bytes.length % 4)) % 4 }, () => 0)];
    data.push(padded);
    at += padded.length;
  }
  const kind = space === "CMYK" ? "prtr" : "mntr";
  const head = joined(
    u32(at),
    "test",
    u32(version === 4 ? 0x04200000 : 0x02100000),
    kind,
    space,
    pcs,
    [2020, 1, 1, 0, 0, 0].flatMap(u16),
    "acsp",
    u32(0),
    u32(0),
    "Jane",
    "Jane",
    u32(0),
    u32(0),
    u32(0),
    ...D50.map(fixed),
  );
  return joined(head, new Uint8Array(128 - head.length), u32(tags.length), entries, ...data);
}

export const rgbProfile = (
  matrix: Matrix,
  curve: IccCurve,
  version: 2 | 4 = 2,
  more: [string, Bytes][] = [],
): Bytes => {
  const column = (at: 0 | 1 | 2): Bytes => xyz([matrix[0][at], matrix[1][at], matrix[2][at]]);
  return profile("RGB ", version, "XYZ ", [
    ["desc", nameTag(version)],
    ["cprt", version === 4 ? nameTag(4) : joined("text", u32(0), "none", [0])],
    ["wtpt", xyz(D50)],
    ["rXYZ", column(0)],
    ["gXYZ", column(1)],
    ["bXYZ", column(2)],
    ...(["rTRC", "gTRC", "bTRC"] as const).map((name): [string, Bytes] => [name, curveTag(curve, version)]),
    ...more,
  ]);
};

export const greyProfile = (curve: IccCurve, version: 2 | 4 = 2): Bytes =>
  profile("GRAY", version, "XYZ ", [
    ["desc", nameTag(version)],
    ["cprt", version === 4 ? nameTag(4) : joined("text", u32(0), "none", [0])],
    ["wtpt", xyz(D50)],
    ["kTRC", curveTag(curve, version)],
  ]);

const GRID = 9;
/** A printer of our own, with a table from inks, 0 to 1, to what they look like in sRGB. Grid points are exact. */
export function printerProfile(shown: (inks: readonly number[]) => Triple): Bytes {
  const at = (step: number): number => step / (GRID - 1);
  const table: number[] = [];
  for (let c = 0; c < GRID; c++)
    for (let m = 0; m < GRID; m++)
      for (let y = 0; y < GRID; y++)
        for (let k = 0; k < GRID; k++) table.push(...labOf(shown([at(c), at(m), at(y), at(k)])).flatMap(u16));
  const ramp = [...u16(0), ...u16(65535)];
  const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1].flatMap(fixed);
  const lut = joined(
    "mft2",
    u32(0),
    [4, 3, GRID, 0],
    identity,
    u16(2),
    u16(2),
    ...Array.from({ length: 4 }, () => ramp),
    table,
    ...Array.from({ length: 3 }, () => ramp),
  );
  return profile("CMYK", 2, "Lab ", [
    ["desc", nameTag(2)],
    ["cprt", joined("text", u32(0), "none", [0])],
    ["wtpt", xyz(D50)],
    ["A2B0", lut],
    ["A2B1", lut],
  ]);
}

/** As the second version writes it: 16 bits, 0xff00 is 100. */
function labOf(value: Triple): number[] {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [x, y, z] = xyzOf(value).map((one, at) => f(one / (D50[at] ?? 1))) as unknown as Triple;
  const [l, a, b] = [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  return [Math.round((l * 0xff00) / 100), Math.round((a + 128) * 256), Math.round((b + 128) * 256)].map(
    (one) => Math.min(65535, Math.max(0, one)),
  );
}

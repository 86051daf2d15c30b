/** ICC profiles with nothing in them but how samples become colours. */
import { joined, latin, viewOf, type Bytes } from "./bytes.ts";

export const HEADER_BYTES = 128;
const ENTRY_BYTES = 12;
/** As every profile has it. */
const D50 = [0.9642, 1, 0.8249] as const;

export interface ProfileHead {
  /** 2 or 4. */
  version: number;
  /** Of the device, as four letters: what its numbers stand for is the same for all of them. */
  kind: string;
  space: string;
  /** In what it says colours. */
  between: string;
  intent: number;
}

/** `tags`: those of the same bytes are written once. */
export function writtenProfile(head: ProfileHead, tags: ReadonlyMap<string, Uint8Array>): Bytes {
  const all = [...tags, ...names(head.version)];
  const places = new Map<Uint8Array, number>();
  const data: Uint8Array[] = [];
  let end = HEADER_BYTES + 4 + ENTRY_BYTES * all.length;
  const table = new Uint8Array(4 + ENTRY_BYTES * all.length);
  const view = viewOf(table);
  view.setUint32(0, all.length);
  for (const [at, [name, bytes]] of all.entries()) {
    const place = places.get(bytes) ?? end;
    if (place === end) {
      places.set(bytes, place);
      data.push(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4));
      end += Math.ceil(bytes.length / 4) * 4;
    }
    table.set(latin(name), 4 + ENTRY_BYTES * at);
    view.setUint32(8 + ENTRY_BYTES * at, place);
    view.setUint32(12 + ENTRY_BYTES * at, bytes.length);
  }
  return joined([header(head, end), table, ...data]);
}

function header({ version, kind, space, between, intent }: ProfileHead, bytes: number): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES);
  const view = viewOf(header);
  view.setUint32(0, bytes);
  view.setUint32(8, version === 4 ? 0x0420_0000 : 0x0210_0000);
  for (const [at, text] of [
    [12, kind],
    [16, space],
    [20, between],
    [36, "acsp"],
  ] as const)
    header.set(latin(text), at);
  // When it was made: there must be a day.
  for (const [at, value] of [2000, 1, 1].entries()) view.setUint16(24 + 2 * at, value);
  view.setUint32(64, intent);
  for (const [at, value] of D50.entries()) view.setUint32(68 + 4 * at, Math.round(value * 65536));
  return header;
}

/** What each must be called, and by whom it may be copied. */
function names(version: number): [string, Uint8Array][] {
  const text =
    version === 4 ? joined([latin("mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS\0\0\0\x02\0\0\0\x1c\0-")]) : null;
  return [
    ["desc", text ?? joined([latin("desc\0\0\0\0\0\0\0\x02-\0"), new Uint8Array(78)])],
    ["cprt", text ?? latin("text\0\0\0\0-\0")],
  ];
}

export type Triple = readonly [number, number, number];

/** A number as profiles have it: 16 bits before the point, 16 behind it. */
export const fixed = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setInt32(0, Math.round(value * 65536));
  return bytes;
};
export const xyzTag = (values: Triple): Uint8Array => joined([latin("XYZ \0\0\0\0"), ...values.map(fixed)]);

/** `g`, or all seven of the function that is a line below `d`. */
export type Curve = readonly [g: number] | readonly [g: number, a: number, b: number, c: number, d: number];

const curveTag = (curve: Curve): Uint8Array =>
  joined([latin(`para\0\0\0\0\0${curve.length === 1 ? "\0" : "\x03"}\0\0`), ...curve.map(fixed)]);

/** Of three colours of light: `colorants` in XYZ under D50, red, green, blue. */
export function lightProfile(colorants: readonly [Triple, Triple, Triple], curve: Curve): Bytes {
  const trc = curveTag(curve);
  const [r, g, b] = colorants;
  const tags = new Map([
    ["wtpt", xyzTag(D50)],
    ["rXYZ", xyzTag(r)],
    ["gXYZ", xyzTag(g)],
    ["bXYZ", xyzTag(b)],
    ["rTRC", trc],
    ["gTRC", trc],
    ["bTRC", trc],
  ]);
  return writtenProfile({ version: 4, kind: "mntr", space: "RGB ", between: "XYZ ", intent: 0 }, tags);
}

export const greyProfile = (curve: Curve): Bytes =>
  writtenProfile(
    { version: 4, kind: "mntr", space: "GRAY", between: "XYZ ", intent: 0 },
    new Map([
      ["wtpt", xyzTag(D50)],
      ["kTRC", curveTag(curve)],
    ]),
  );

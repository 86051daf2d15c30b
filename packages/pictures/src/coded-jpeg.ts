/**
 * Whether all of a JPEG's coded pixels are there: every code of every scan is read, and none is turned into pixels. That takes a few
 * megabytes where a decoder takes eight bytes a pixel, and finds what makes decoders give up: codes that are cut short, wrong, or missing.
 */
import { BadCode, JpegBits, codeTable, type CodeTable } from "./jpeg-bits.ts";
import { JPEG, jpegParts } from "./jpeg-parts.ts";

interface Component {
  id: number;
  h: number;
  v: number;
  /** Blocks that it has itself, and with those that fill up the last units. */
  wide: number;
  high: number;
  stride: number;
  /** Progressive: a bit for each coefficient that is not zero. */
  known: Uint8Array;
  hasPixels: boolean;
  quantised: number;
  /** Scans that it was in. */
  scans: number;
}
interface Frame {
  isProgressive: boolean;
  components: Component[];
  unitsWide: number;
  unitsHigh: number;
}
interface ScanComponent {
  component: Component;
  dc: CodeTable | undefined;
  ac: CodeTable | undefined;
}
interface Scan {
  from: number;
  to: number;
  isRefined: boolean;
}

const PROGRESSIVE = 0xc2;
const FRAMES = new Set<number>([0xc0, 0xc1, PROGRESSIVE]);
/** Of one component: encoders use up to nine, and each goes over all of its blocks. */
const SCANS_OF_ONE_MAX = 20;
/** Blocks in one unit of a scan, as the format has it. */
const UNIT_BLOCKS_MAX = 10;

export function isWholeCoded(bytes: Uint8Array): boolean {
  const tables = new Map<number, CodeTable>();
  const quantised = new Set<number>();
  let frame: Frame | null = null;
  let restartEvery = 0;
  try {
    for (const { marker, bytes: part } of jpegParts(bytes)) {
      if (marker === JPEG.DHT) readTables(part, tables);
      else if (marker === JPEG.DQT) readQuantised(part, quantised);
      else if (marker === JPEG.DRI) restartEvery = ((part[4] ?? 0) << 8) | (part[5] ?? 0);
      else if (FRAMES.has(marker)) {
        if (frame) return false;
        frame = readFrame(part, marker === PROGRESSIVE);
      } else if (marker === JPEG.SOS) {
        if (!frame?.components.every((one) => quantised.has(one.quantised))) return false;
        readScan(part, frame, tables, restartEvery);
      } else if (marker === JPEG.EOI) return frame?.components.every(({ hasPixels }) => hasPixels) ?? false;
    }
  } catch (error) {
    if (!(error instanceof BadCode)) throw error;
  }
  return false;
}

function readQuantised(part: Uint8Array, quantised: Set<number>): void {
  for (let at = 4; at < part.length;) {
    const place = part[at] ?? 0;
    quantised.add(place & 15);
    at += 1 + 64 * (1 + (place >> 4));
  }
}

function readTables(part: Uint8Array, tables: Map<number, CodeTable>): void {
  for (let at = 4; at + 17 <= part.length;) {
    const place = part[at] ?? 0;
    const counts = part.subarray(at + 1, at + 17);
    const symbols = counts.reduce((sum, n) => sum + n, 0);
    const table = codeTable(counts, part.subarray(at + 17, at + 17 + symbols));
    if (!table) throw new BadCode("no code");
    tables.set(place, table);
    at += 17 + symbols;
  }
}

function readFrame(part: Uint8Array, isProgressive: boolean): Frame {
  const high = ((part[5] ?? 0) << 8) | (part[6] ?? 0);
  const wide = ((part[7] ?? 0) << 8) | (part[8] ?? 0);
  const count = part[9] ?? 0;
  if (wide === 0 || high === 0 || part.length < 10 + 3 * count) throw new BadCode("no frame");
  const told = Array.from({ length: count }, (_, n) => {
    const sampling = part[11 + 3 * n] ?? 0;
    const quantised = part[12 + 3 * n] ?? 0;
    return { id: part[10 + 3 * n] ?? 0, h: sampling >> 4, v: sampling & 15, quantised };
  });
  if (told.some(({ h, v }) => h < 1 || h > 4 || v < 1 || v > 4)) throw new BadCode("no sampling");
  const [hMax, vMax] = [Math.max(...told.map(({ h }) => h)), Math.max(...told.map(({ v }) => v))];
  // What no decoder stretches.
  if (told.some(({ h, v }) => hMax % h > 0 || vMax % v > 0)) throw new BadCode("no sampling");
  const [unitsWide, unitsHigh] = [Math.ceil(wide / 8 / hMax), Math.ceil(high / 8 / vMax)];
  const components = told.map(({ id, h, v, quantised }): Component => {
    const stride = unitsWide * h;
    const blocks = isProgressive ? stride * unitsHigh * v : 0;
    return {
      id,
      h,
      v,
      wide: Math.ceil(Math.ceil((wide * h) / hMax) / 8),
      high: Math.ceil(Math.ceil((high * v) / vMax) / 8),
      stride,
      known: new Uint8Array(8 * blocks),
      hasPixels: false,
      quantised,
      scans: 0,
    };
  });
  return { isProgressive, components, unitsWide, unitsHigh };
}

function readScan(
  part: Uint8Array,
  frame: Frame,
  tables: ReadonlyMap<number, CodeTable>,
  restartEvery: number,
): void {
  const count = part[4] ?? 0;
  const members = Array.from({ length: count }, (_, n): ScanComponent => {
    const component = frame.components.find(({ id }) => id === part[5 + 2 * n]);
    const places = part[6 + 2 * n] ?? 0;
    if (!component) throw new BadCode("no such component");
    return { component, dc: tables.get(places >> 4), ac: tables.get(0x10 | (places & 15)) };
  });
  const at = 5 + 2 * count;
  const [before, now] = [(part[at + 2] ?? 0) >> 4, (part[at + 2] ?? 0) & 15];
  const scan = { from: part[at] ?? 0, to: part[at + 1] ?? 0, isRefined: before > 0 };
  const bits = new JpegBits(part.subarray(at + 3));
  const read = frame.isProgressive ? progressive(bits, scan) : sequential(bits);
  const [only] = members;
  const blocks = members.reduce((sum, { component: { h, v } }) => sum + h * v, 0);
  if (!only || (members.length > 1 && blocks > UNIT_BLOCKS_MAX)) throw new BadCode("no scan");
  if (frame.isProgressive) {
    const isDc = scan.from === 0 && scan.to === 0;
    const isAc = scan.from > 0 && scan.from <= scan.to && scan.to < 64 && members.length === 1;
    if ((!isDc && !isAc) || (scan.isRefined && now !== before - 1)) throw new BadCode("no progression");
  }
  for (const { component } of members)
    if (++component.scans > SCANS_OF_ONE_MAX) throw new BadCode("too many scans");
  let units = 0;
  const next = (): void => {
    if (restartEvery > 0 && units > 0 && units % restartEvery === 0) {
      bits.restart(units / restartEvery - 1);
      read.restarted();
    }
    units += 1;
  };
  if (members.length === 1) {
    const { wide, high, stride } = only.component;
    for (let y = 0; y < high; y++)
      for (let x = 0; x < wide; x++) {
        next();
        read.block(only, y * stride + x);
      }
  } else {
    for (let y = 0; y < frame.unitsHigh; y++)
      for (let x = 0; x < frame.unitsWide; x++) {
        next();
        for (const member of members) {
          const { h, v, stride } = member.component;
          for (let block = 0; block < h * v; block++)
            read.block(member, (y * v + Math.floor(block / h)) * stride + x * h + (block % h));
        }
      }
  }
  if (!frame.isProgressive || scan.from === 0)
    for (const { component } of members) component.hasPixels = true;
}

interface Reader {
  block(of: ScanComponent, index: number): void;
  restarted(): void;
}

const tableOf = (table: CodeTable | undefined): CodeTable => {
  if (!table) throw new BadCode("no table");
  return table;
};

function sequential(bits: JpegBits): Reader {
  return {
    restarted: () => undefined,
    block({ dc, ac }) {
      bits.number(bits.symbol(tableOf(dc)) & 15);
      const table = tableOf(ac);
      for (let k = 1; k < 64; k++) {
        const code = bits.symbol(table);
        const [zeros, length] = [code >> 4, code & 15];
        if (length === 0) {
          if (zeros !== 15) return;
          k += 15;
          continue;
        }
        k += zeros;
        if (k > 63) throw new BadCode("too many coefficients");
        bits.number(length);
      }
    },
  };
}

function progressive(bits: JpegBits, { from, to, isRefined }: Scan): Reader {
  /** Blocks that end here, this one among them. */
  let ending = 0;
  const endOf = (zeros: number): number => (1 << zeros) + bits.number(zeros);
  const first = ({ component, ac }: ScanComponent, index: number): void => {
    if (ending > 0) return void (ending -= 1);
    const table = tableOf(ac);
    for (let k = from; k <= to; k++) {
      const code = bits.symbol(table);
      const [zeros, length] = [code >> 4, code & 15];
      if (length === 0) {
        if (zeros !== 15) return void (ending = endOf(zeros) - 1);
        k += 15;
        continue;
      }
      k += zeros;
      if (k > to) throw new BadCode("too many coefficients");
      bits.number(length);
      setKnown(component.known, index, k);
    }
  };
  const refined = ({ component: { known }, ac }: ScanComponent, index: number): void => {
    const table = tableOf(ac);
    let k = from;
    for (; ending === 0 && k <= to; k++) {
      const code = bits.symbol(table);
      let zeros = code >> 4;
      const isNew = (code & 15) !== 0;
      if (isNew) bits.number(1);
      else if (zeros !== 15) {
        ending = endOf(zeros);
        break;
      }
      for (; k <= to; k++) {
        if (isKnown(known, index, k)) bits.number(1);
        else if (--zeros < 0) break;
      }
      if (isNew && k > to) throw new BadCode("too many coefficients");
      if (isNew) setKnown(known, index, k);
    }
    if (ending === 0) return;
    // Most blocks have few that are known: eight are passed at a time.
    for (; k <= to; k++)
      if ((k & 7) === 0 && known[8 * index + (k >> 3)] === 0) k += 7;
      else if (isKnown(known, index, k)) bits.number(1);
    ending -= 1;
  };
  const block: Reader["block"] =
    from > 0
      ? isRefined
        ? refined
        : first
      : isRefined
        ? () => void bits.number(1)
        : ({ dc }) => void bits.number(bits.symbol(tableOf(dc)) & 15);
  return { block, restarted: () => (ending = 0) };
}

const isKnown = (known: Uint8Array, index: number, k: number): boolean =>
  ((known[8 * index + (k >> 3)] ?? 0) & (1 << (k & 7))) !== 0;
const setKnown = (known: Uint8Array, index: number, k: number): void => {
  const at = 8 * index + (k >> 3);
  known[at] = (known[at] ?? 0) | (1 << (k & 7));
};

import { describe, expect, it } from "vitest";
import {
  FRAME_HEADER_BYTES,
  KIND,
  QUALITY,
  encodeMessage,
  firstSeq,
  qualityRank,
  readHeader,
  stampSeq,
  stampSessionMs,
  writeHeader,
  type BinaryHeader,
  type Quality,
} from "./frame.ts";
import type { ImageFormat } from "./image-head.ts";

const U32 = 0x1_0000_0000;
const ROUNDS = 2000;

/** Seeded: the same headers in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / U32) * below);
  };
}

const QUALITIES = Object.keys(QUALITY) as Quality[];
const FORMATS: ImageFormat[] = ["jpeg", "webp", "png"];

function anyHeader(roll: (below: number) => number): BinaryHeader {
  const edge = (max: number): number => [0, 1, max, max - 1, roll(max)][roll(5)];
  const wide = [0, 1, U32 - 1, U32, U32 + 1, Number.MAX_SAFE_INTEGER, roll(0x20_0000) * U32 + roll(U32)][
    roll(7)
  ];
  const epoch = edge(U32 - 1);
  const version = edge(U32 - 1);
  const common = {
    format: FORMATS[roll(3)],
    epoch,
    seq: wide,
    version,
    widthPx: edge(0xffff),
    heightPx: edge(0xffff),
    quality: QUALITIES[roll(2)],
    pause: roll(2) === 1,
  };
  switch (roll(3)) {
    case 0:
      return { kind: "chunk", epoch, chunkId: wide, version };
    case 1:
      return { kind: "frame", ...common, encodeMs: edge(0xffff), settingsVersion: edge(U32 - 1) };
    default:
      return {
        kind: "picture",
        ...common,
        agentMs: edge(0xffff),
        produceMs: edge(0xffff),
        sessionMs: edge(0xffff),
      };
  }
}

const FRAME: BinaryHeader = {
  kind: "frame",
  format: "webp",
  epoch: 0x01020304,
  seq: 5 * U32 + 6,
  version: 0x0a0b0c0d,
  widthPx: 0x0102,
  heightPx: 0x0304,
  quality: "full",
  pause: true,
  encodeMs: 0x0506,
  settingsVersion: 0x0708090a,
};

describe("the header", () => {
  it("[LP2] reads back as it was written, whatever it says", () => {
    const roll = dice(1);
    const kinds = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const header = anyHeader(roll);
      const payload = Uint8Array.from({ length: roll(40) }, () => roll(256));
      const message = encodeMessage(header, payload);
      kinds.add(header.kind);
      expect(readHeader(message)).toEqual(header);
      expect(message.subarray(FRAME_HEADER_BYTES)).toEqual(payload);
    }
    expect([...kinds].sort()).toEqual(Object.keys(KIND).sort());
  });

  it("[LP2] reads from the middle of a larger buffer", () => {
    const roll = dice(2);
    for (let round = 0; round < 100; round++) {
      const header = anyHeader(roll);
      const around = new Uint8Array(200).fill(roll(256));
      const message = around.subarray(13, 113);
      writeHeader(message, header);
      expect(readHeader(message)).toEqual(header);
      expect(around[12]).toBe(around[0]);
    }
  });

  it("[LP2] lies at the offsets of the page, big-endian", () => {
    const bytes = [...encodeMessage(FRAME, new Uint8Array([0xee]))];
    expect(bytes).toEqual(
      [
        [0x4c, 1, 1, 2],
        [1, 2, 3, 4],
        [0, 0, 0, 5, 0, 0, 0, 6],
        [0x0a, 0x0b, 0x0c, 0x0d],
        [1, 2, 3, 4],
        [2, 1],
        [5, 6, 7, 8, 9, 0x0a],
        [0xee],
      ].flat(),
    );
  });

  it("[LP2] a chunk is zero where the page says 0", () => {
    const message = new Uint8Array(40).fill(0xff);
    writeHeader(message, { kind: "chunk", epoch: 1, chunkId: 2, version: 3 });
    expect([...message.subarray(20, 32)]).toEqual(Array.from({ length: 12 }, () => 0));
    expect(message[3]).toBe(0);
  });

  it("[LP2] anything shorter than 32 bytes is no message", () => {
    const message = encodeMessage(FRAME, new Uint8Array());
    for (let length = 0; length < FRAME_HEADER_BYTES; length++) {
      expect(readHeader(message.subarray(0, length))).toBeNull();
    }
    expect(readHeader(message)).not.toBeNull();
  });

  it.each([
    ["magic", 0, 0x4d],
    ["protocol", 1, 2],
    ["kind 0", 2, 0],
    ["kind 4", 2, 4],
    ["format 0", 3, 0],
    ["format 4", 3, 4],
    ["quality 0", 24, 0],
    ["quality 4", 24, 4],
    ["sequence beyond 2^53", 8, 0xff],
  ])("[LP2] foreign bytes are no message: %s", (_what, at, value) => {
    const message = encodeMessage(FRAME, new Uint8Array());
    message[at] = value;
    expect(readHeader(message)).toBeNull();
  });

  it("[LP2] no bytes make it throw", () => {
    const roll = dice(3);
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = Uint8Array.from({ length: roll(64) }, () => roll(256));
      if (roll(2)) bytes.set([0x4c, 1, 1 + roll(3), roll(4)].slice(0, bytes.length));
      const header = readHeader(bytes);
      if (header) expect(readHeader(encodeMessage(header, new Uint8Array()))).toEqual(header);
    }
  });

  it("[LP20] flags it does not know do not hide the one it knows", () => {
    const message = encodeMessage(FRAME, new Uint8Array());
    message[25] = 0xff;
    expect(readHeader(message)).toMatchObject({ pause: true });
    message[25] = 0xfe;
    expect(readHeader(message)).toMatchObject({ pause: false });
  });

  it("[LP28] durations are rounded, and stop at the ends of their field", () => {
    const read = (encodeMs: number) => readHeader(encodeMessage({ ...FRAME, encodeMs }, new Uint8Array()));
    expect(read(1.6)).toMatchObject({ encodeMs: 2 });
    expect(read(-5)).toMatchObject({ encodeMs: 0 });
    expect(read(1e9)).toMatchObject({ encodeMs: 0xffff });
  });
});

describe("stamps", () => {
  it("[LP18] a sequence number is written in place, above 2^32 too, and touches nothing else", () => {
    const message = encodeMessage(FRAME, new Uint8Array([1, 2, 3]));
    for (const seq of [0, 1, U32 - 1, U32, 7 * U32 + 12_345, Number.MAX_SAFE_INTEGER]) {
      stampSeq(message, seq);
      expect(readHeader(message)).toEqual({ ...FRAME, seq });
      expect([...message.subarray(32)]).toEqual([1, 2, 3]);
    }
  });

  it("[LP28] the session's time is written in place and touches nothing else", () => {
    const { encodeMs, settingsVersion, ...rest } = FRAME;
    expect([encodeMs, settingsVersion]).toEqual([0x0506, 0x0708090a]);
    const picture: BinaryHeader = { ...rest, kind: "picture", agentMs: 1, produceMs: 2, sessionMs: 0 };
    const message = encodeMessage(picture, new Uint8Array([9]));
    for (const [stamped, reads] of [
      [0, 0],
      [417.4, 417],
      [1e7, 0xffff],
      [-1, 0],
    ]) {
      stampSessionMs(message, stamped);
      expect(readHeader(message)).toEqual({ ...picture, sessionMs: reads });
    }
  });

  it("[LP18] later generations sort after all numbers of earlier ones", () => {
    expect(firstSeq(2)).toBe(firstSeq(1) + U32);
    expect(Number.isSafeInteger(firstSeq(1_000_000) + U32 - 1)).toBe(true);
  });

  it("[LP41] quality 3 is retired: such bytes are no message", () => {
    const message = encodeMessage(
      {
        kind: "frame",
        format: "jpeg",
        epoch: 1,
        seq: 0,
        version: 1,
        widthPx: 64,
        heightPx: 64,
        quality: "full",
        pause: false,
        encodeMs: 0,
        settingsVersion: 1,
      },
      new Uint8Array(),
    );
    expect(readHeader(message)).not.toBeNull();
    message[24] = 3;
    expect(readHeader(message)).toBeNull();
  });

  it("[LP21] draft, full: each sharper than the one before", () => {
    expect(QUALITIES.toSorted((a, b) => qualityRank(a) - qualityRank(b))).toEqual(["draft", "full"]);
  });
});

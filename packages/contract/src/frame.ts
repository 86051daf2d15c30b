/**
 * Binary messages of the live protocol: a fixed 32-byte header, then the payload. All integers big-endian.
 *
 * | offset | type | frame (1, up)          | picture (2, down)        | chunk (3, up)       |
 * |--------|------|------------------------|--------------------------|---------------------|
 * | 0      | u8   | 0x4C                   | 0x4C                     | 0x4C                |
 * | 1      | u8   | protocol version       | protocol version         | protocol version    |
 * | 2      | u8   | kind 1                 | kind 2                   | kind 3              |
 * | 3      | u8   | format                 | format                   | 0                   |
 * | 4      | u32  | pen epoch              | pen epoch                | pen epoch           |
 * | 8      | u32  | sequence, high word    | sequence, high word      | chunk id, high word |
 * | 12     | u32  | sequence, low word     | sequence, low word       | chunk id, low word  |
 * | 16     | u32  | canvas version         | canvas version           | canvas version      |
 * | 20     | u16  | width, px              | width, px                | 0                   |
 * | 22     | u16  | height, px             | height, px               | 0                   |
 * | 24     | u8   | quality                | quality                  | 0                   |
 * | 25     | u8   | flags                  | flags of its frame       | 0                   |
 * | 26     | u16  | encode, ms             | agent in → out, ms       | 0                   |
 * | 28     | u16  | settings version, high | produce, ms              | 0                   |
 * | 30     | u16  | settings version, low  | session in → out, ms     | 0                   |
 *
 * A client sends sequence 0; the session writes the real one in place before it relays.
 * Flags: bit 0 = pause; bits 1 to 3 = variation, 0 for the canvas itself; the others are 0.
 */
import type { ImageFormat } from "./image-head.ts";

export const LIVE_PROTOCOL = 1;
export const FRAME_HEADER_BYTES = 32;
const MAGIC = 0x4c;

export const KIND = { frame: 1, picture: 2, chunk: 3 } as const;
export type Kind = keyof typeof KIND;
const KIND_BY_CODE: readonly (Kind | undefined)[] = [undefined, "frame", "picture", "chunk"];

/** 3 is retired: finals are queued work. */
export const QUALITY = { draft: 1, full: 2 } as const;
export type Quality = keyof typeof QUALITY;
const QUALITY_BY_CODE: readonly (Quality | undefined)[] = [undefined, "draft", "full"];

const FORMAT = { jpeg: 1, webp: 2, png: 3 } as const satisfies Record<ImageFormat, number>;
const FORMAT_BY_CODE: readonly (ImageFormat | undefined)[] = [undefined, "jpeg", "webp", "png"];

const FLAG_PAUSE = 1;
const VARIATION_SHIFT = 1;
const VARIATION_MASK = 7;
const FLAGS_MAX = FLAG_PAUSE | (VARIATION_MASK << VARIATION_SHIFT);
const U32 = 0x1_0000_0000;

export interface FrameHeader {
  kind: "frame";
  format: ImageFormat;
  epoch: number;
  seq: number;
  version: number;
  widthPx: number;
  heightPx: number;
  quality: Quality;
  pause: boolean;
  /** 1 to 4; absent: the canvas with its own seed. */
  variation?: number;
  encodeMs: number;
  settingsVersion: number;
}
export interface PictureHeader {
  kind: "picture";
  format: ImageFormat;
  epoch: number;
  seq: number;
  version: number;
  widthPx: number;
  heightPx: number;
  quality: Quality;
  pause: boolean;
  /** 1 to 4; absent: the canvas with its own seed. */
  variation?: number;
  agentMs: number;
  produceMs: number;
  sessionMs: number;
}
export interface ChunkHeader {
  kind: "chunk";
  epoch: number;
  chunkId: number;
  version: number;
}
export type BinaryHeader = FrameHeader | PictureHeader | ChunkHeader;

const u16 = (value: number): number => Math.max(0, Math.min(0xffff, Math.round(value)));

/** Writes `header` into the first 32 bytes of `message`, whose payload the caller has placed behind them. */
export function writeHeader(message: Uint8Array, header: BinaryHeader): void {
  const view = new DataView(message.buffer, message.byteOffset, FRAME_HEADER_BYTES);
  view.setUint8(0, MAGIC);
  view.setUint8(1, LIVE_PROTOCOL);
  view.setUint8(2, KIND[header.kind]);
  view.setUint8(3, header.kind === "chunk" ? 0 : FORMAT[header.format]);
  view.setUint32(4, header.epoch);
  const wide = header.kind === "chunk" ? header.chunkId : header.seq;
  view.setUint32(8, Math.floor(wide / U32));
  view.setUint32(12, wide % U32);
  view.setUint32(16, header.version);
  if (header.kind === "chunk") {
    for (let at = 20; at < FRAME_HEADER_BYTES; at++) view.setUint8(at, 0);
    return;
  }
  view.setUint16(20, header.widthPx);
  view.setUint16(22, header.heightPx);
  view.setUint8(24, QUALITY[header.quality]);
  view.setUint8(25, flagsOf(header));
  if (header.kind === "frame") {
    view.setUint16(26, u16(header.encodeMs));
    view.setUint32(28, header.settingsVersion);
  } else {
    view.setUint16(26, u16(header.agentMs));
    view.setUint16(28, u16(header.produceMs));
    view.setUint16(30, u16(header.sessionMs));
  }
}

const flagsOf = ({ pause, variation = 0 }: { pause: boolean; variation?: number }): number =>
  (pause ? FLAG_PAUSE : 0) | ((variation & VARIATION_MASK) << VARIATION_SHIFT);

/** One message from a header and its payload. */
export function encodeMessage(header: BinaryHeader, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
  message.set(payload, FRAME_HEADER_BYTES);
  writeHeader(message, header);
  return message;
}

/** What the header says, or null when these bytes are not a message of this protocol version. */
export function readHeader(message: Uint8Array): BinaryHeader | null {
  if (message.length < FRAME_HEADER_BYTES || message[0] !== MAGIC || message[1] !== LIVE_PROTOCOL)
    return null;
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const kind = KIND_BY_CODE[view.getUint8(2)];
  if (!kind) return null;
  const epoch = view.getUint32(4);
  const wide = view.getUint32(8) * U32 + view.getUint32(12);
  if (!Number.isSafeInteger(wide)) return null;
  const version = view.getUint32(16);
  if (kind === "chunk") return { kind, epoch, chunkId: wide, version };
  const format = FORMAT_BY_CODE[view.getUint8(3)];
  const quality = QUALITY_BY_CODE[view.getUint8(24)];
  if (!format || !quality) return null;
  const flags = view.getUint8(25);
  const variation = (flags >> VARIATION_SHIFT) & VARIATION_MASK;
  const common = {
    format,
    epoch,
    seq: wide,
    version,
    widthPx: view.getUint16(20),
    heightPx: view.getUint16(22),
    quality,
    pause: (flags & FLAG_PAUSE) !== 0,
    ...(variation > 0 && { variation }),
  };
  if (kind === "frame") {
    return { kind, ...common, encodeMs: view.getUint16(26), settingsVersion: view.getUint32(28) };
  }
  return {
    kind,
    ...common,
    agentMs: view.getUint16(26),
    produceMs: view.getUint16(28),
    sessionMs: view.getUint16(30),
  };
}

/**
 * What is not known in the header of these bytes, which else begin as a frame of this protocol version; null when they do
 * not, or when all of it is known.
 */
export function unknownInFrame(message: Uint8Array): Record<string, string> | null {
  if (message.length < FRAME_HEADER_BYTES || message[0] !== MAGIC || message[1] !== LIVE_PROTOCOL)
    return null;
  if (message[2] !== KIND.frame) return null;
  const [format = 0, quality = 0, flags = 0] = [message[3], message[24], message[25]];
  const fields = {
    ...(!FORMAT_BY_CODE[format] && { format: `${format} is none of 1 (JPEG), 2 (WebP), 3 (PNG).` }),
    ...(!QUALITY_BY_CODE[quality] && { quality: `${quality} is neither 1 (draft) nor 2 (full).` }),
    ...(flags > FLAGS_MAX && { flags: `${flags}: bits 4 to 7 must be 0.` }),
  };
  return Object.keys(fields).length > 0 ? fields : null;
}

/** Stamps the session's sequence number into a frame that is about to be relayed, in place. */
export function stampSeq(message: Uint8Array, seq: number): void {
  const view = new DataView(message.buffer, message.byteOffset, FRAME_HEADER_BYTES);
  view.setUint32(8, Math.floor(seq / U32));
  view.setUint32(12, seq % U32);
}

/** Stamps the session's own hop time into a picture that is about to be relayed, in place. */
export function stampSessionMs(message: Uint8Array, sessionMs: number): void {
  new DataView(message.buffer, message.byteOffset, FRAME_HEADER_BYTES).setUint16(30, u16(sessionMs));
}

/** Stamps the flags of the frame it answers into a picture that is about to be relayed, in place. */
export function stampFlags(message: Uint8Array, frame: { pause: boolean; variation?: number }): void {
  message[25] = flagsOf(frame);
}

/** First sequence number of a session's `generation`: later generations sort after all earlier ones. */
export const firstSeq = (generation: number): number => generation * U32;

export const qualityRank = (quality: Quality): number => QUALITY[quality];

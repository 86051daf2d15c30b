/** An empty sheet as PNG, made without an image library. */
import { crc32, deflateSync } from "node:zlib";
import type { Canvas } from "./producer.ts";

export function blankCanvas(sidePx: number, seed: number): Canvas {
  const settings = { prompt: "a quiet morning", strength: 0.6, seed };
  return {
    session: "warm-up",
    bytes: whitePng(sidePx),
    format: "png",
    widthPx: sidePx,
    heightPx: sidePx,
    settings,
  };
}

function whitePng(sidePx: number): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(sidePx, 0);
  head.writeUInt32BE(sidePx, 4);
  // 8 bits, grey.
  head[8] = 8;
  const row = Buffer.alloc(sidePx + 1, 255);
  row[0] = 0;
  const rows = Buffer.concat(Array.from({ length: sidePx }, () => row));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

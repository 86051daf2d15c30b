import { crc32 } from "node:zlib";

/** Names and values that a file carries beside its pixels. */
export type FileTexts = readonly (readonly [name: string, value: string])[];

const headBytes = 8 + 12 + 13;

/** The same PNG with these texts behind its head, each a `tEXt` chunk as PIL writes it. The values are ASCII. */
export function withTexts(png: Buffer, texts: FileTexts): Buffer {
  const chunks = texts.map(([name, value]) => textChunk(Buffer.from(`${name}\0${value}`, "latin1")));
  return Buffer.concat([png.subarray(0, headBytes), ...chunks, png.subarray(headBytes)]);
}

function textChunk(data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from("tEXt"), data]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  return chunk;
}

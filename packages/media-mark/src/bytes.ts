import { viewOf, type Bytes } from "@llamasketch/pictures/bytes";

/** A part of a container, its header included. */
export interface Part {
  name: string;
  bytes: Uint8Array;
}

const LETTERS_AT_ONCE = 8192;

/** Bytes as letters, one each: all that is looked for here is ASCII. */
export function lettersAt(bytes: Uint8Array, at: number, length: number): string {
  const end = Math.min(bytes.length, at + length);
  let text = "";
  for (let from = at; from < end; from += LETTERS_AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(from, Math.min(end, from + LETTERS_AT_ONCE)));
  return text;
}
export const lettersFrom = (bytes: Uint8Array, at: number): string => lettersAt(bytes, at, bytes.length);

export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value);
  return bytes;
}

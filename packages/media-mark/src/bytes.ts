export type Bytes = Uint8Array<ArrayBuffer>;

/** A part of a container, its header included. */
export interface Part {
  name: string;
  bytes: Uint8Array;
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

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

export const lettersOf = (text: string): Bytes => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export function joined(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value);
  return bytes;
}

/** Bytes of files. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function joined(...parts: readonly (ArrayLike<number> | string)[]): Bytes {
  const all = parts.map((part) => (typeof part === "string" ? latin(part) : Uint8Array.from(part)));
  const whole = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const latin = (text: string): Bytes => Uint8Array.from(text, (one) => one.charCodeAt(0));
export const u16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
export const u32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
export const le32 = (value: number): number[] => u32(value).toReversed();
export const le24 = (value: number): number[] => le32(value).slice(0, 3);

export async function deflated(bytes: Bytes): Promise<Bytes> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

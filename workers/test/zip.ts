/** Reads an archive whose files are stored as they are, by its directory. Throws when it is damaged or was cut short. */
export function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("the archive has no end");
  const files = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error("the directory is damaged");
    if (view.getUint16(at + 10, true) !== 0) throw new Error("a file is compressed");
    const [crc, size] = [view.getUint32(at + 16, true), view.getUint32(at + 20, true)];
    const nameChars = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameChars));
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const file = bytes.subarray(start, start + size);
    if (crc32(file) !== crc) throw new Error(`${name} is damaged`);
    files.set(name, file);
    at += 46 + nameChars + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb8_8320 : 0);
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 255] ?? 0);
  return (crc ^ 0xffff_ffff) >>> 0;
}

/** True when an encoded picture begins and ends as its format does: one that was cut short does not. */
export function isWholeImage(bytes: Uint8Array, mime: string): boolean {
  const ends = (start: readonly number[], end: readonly number[]): boolean =>
    bytes.length >= start.length + end.length &&
    start.every((value, i) => bytes[i] === value) &&
    end.every((value, i) => bytes[bytes.length - end.length + i] === value);
  switch (mime) {
    case "image/png":
      return ends(
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
        [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
      );
    case "image/jpeg":
      return ends([0xff, 0xd8], [0xff, 0xd9]);
    default:
      return bytes.length > 0;
  }
}

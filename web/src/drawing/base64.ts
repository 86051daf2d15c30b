/** Base64 of `bytes`. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The bytes of base64 pieces, each whole in itself; null when one is no base64. */
export function fromBase64(pieces: readonly (string | undefined)[]): Uint8Array<ArrayBuffer> | null {
  try {
    const text = pieces.map((piece) => atob(piece ?? "")).join("");
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

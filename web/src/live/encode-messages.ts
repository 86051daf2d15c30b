/** One question is under way at a time, so answers need no name. */
export interface EncodeQuestion {
  pixels: ImageBitmap;
  jpegQuality: number;
}
export type EncodeAnswer = { bytes: Uint8Array<ArrayBuffer>; hash: number } | null;

/** What the worker that opens pictures answers. */
export interface ImportedImage {
  bytes: Uint8Array<ArrayBuffer>;
  widthPx: number;
  heightPx: number;
  /** Only the first of its frames was taken. */
  wasAnimated: boolean;
}
export type ImportAnswer = { image: Omit<ImportedImage, "wasAnimated"> } | { image: null };

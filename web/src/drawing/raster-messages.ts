import type { Operation, StrokeOperation } from "./operation.ts";

/** What a page thread tells its raster worker; each `encode` and `bitmap` is answered once, in order. */
export type RasterRequest =
  /** Begin anew with these. */
  | { type: "load"; operations: readonly Operation[] }
  | { type: "add"; operation: Operation }
  | { type: "encode"; sidePx: number; jpegQuality: number; growing: StrokeOperation | null }
  | { type: "bitmap"; sidePx: number; growing: StrokeOperation | null; hasPaper: boolean };

export interface EncodedPage {
  bytes: Uint8Array<ArrayBuffer>;
  /** Of `bytes`. */
  hash: number;
}
export type RasterAnswer =
  | { type: "encoded"; page: EncodedPage | null }
  | { type: "bitmap"; bitmap: ImageBitmap | null };

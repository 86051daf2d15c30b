import type { InkLayer, Operation, StrokeOperation } from "./operation.ts";
import type { FilledArea } from "./page-raster.ts";

/** What a page thread tells its raster worker. Questions, all but the first two, are answered once each, in order. */
export type RasterRequest =
  /** Begin anew with what the bytes of a log say, and then these. */
  | { type: "load"; log: Uint8Array; operations: readonly Operation[] }
  | { type: "add"; operation: Operation }
  | { type: "encode"; sidePx: number; jpegQuality: number; growing: StrokeOperation | null }
  | { type: "bitmap"; sidePx: number; growing: StrokeOperation | null; hasPaper: boolean }
  /** Where a fill from this point of the page would go. */
  | { type: "flood"; x: number; y: number; layer: InkLayer };

export interface EncodedPage {
  bytes: Uint8Array<ArrayBuffer>;
  /** Of `bytes`. */
  hash: number;
}
export type RasterAnswer =
  | { type: "encoded"; page: EncodedPage | null }
  | { type: "bitmap"; bitmap: ImageBitmap | null }
  | { type: "flooded"; area: FilledArea | null };

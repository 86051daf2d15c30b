/** What the worker is asked for. It knows no limits of its own, and so needs nothing of the contract. */
export interface CoverOrder {
  source: Blob | ImageBitmap;
  maxBytes: number;
}

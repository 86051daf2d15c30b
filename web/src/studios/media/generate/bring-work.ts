/** What the worker that brings pictures down is asked, and what it answers. */
export interface BringWork {
  file: Blob;
  /** What the server takes: what is more is brought down. */
  limits: { bytes: number; pixels: Record<"jpeg" | "png" | "webp", number> };
}
export type BringAnswer =
  | { picture: null }
  | {
      /** To be sent. */
      picture: Blob;
      /** As it will be seen: upright, in the page's colours, on paper. */
      preview: Blob;
    };

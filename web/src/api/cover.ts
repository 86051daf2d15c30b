/** A small picture of a sketch for a grid, and what stands in its place until it is there. */
export interface Cover {
  /** WebP, or JPEG where the browser writes no WebP. */
  image: Blob;
  /** A ThumbHash in base64. */
  blur: string;
}

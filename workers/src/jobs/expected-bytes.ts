/** What a job's results will take, reckoned before they are there: set aside when it is admitted, and counted as it is when it ends. */

/** A JPEG of quality 95; a noisy picture takes as much, most take half. */
const BYTES_PER_PIXEL = 0.75;
/** A WebP of 320 px a side at most. */
const THUMBNAIL_BYTES = 32_768;
/** A clip at its best. */
const CLIP_BYTES = 6_000_000;

export interface ExpectedResults {
  outputs: number;
  widthPx: number;
  heightPx: number;
  isClip: boolean;
  /** A second copy of each carries a mark. */
  isMarked: boolean;
}

export function expectedBytes({ outputs, widthPx, heightPx, isClip, isMarked }: ExpectedResults): number {
  const one = isClip ? CLIP_BYTES : Math.ceil(widthPx * heightPx * BYTES_PER_PIXEL);
  return outputs * (one * (isMarked ? 2 : 1) + THUMBNAIL_BYTES);
}

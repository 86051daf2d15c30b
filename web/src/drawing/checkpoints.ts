/** Items painted between two copies of a layer that are kept for going back. */
export const CHECKPOINT_EVERY = 32;

/**
 * Whether the copy made after `count` items is still worth its memory when `total` are painted: the nearest ones are
 * kept, and of older ones one or two for every doubling of the distance, so that few suffice however long the drawing
 * grows, and going back repaints at most about twice what it takes back.
 */
export function isKept(count: number, total: number): boolean {
  const steps = (total - count) / CHECKPOINT_EVERY;
  const level = Math.max(0, Math.floor(Math.log2(steps)));
  return count % (CHECKPOINT_EVERY * 2 ** level) === 0;
}

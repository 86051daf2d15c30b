/** Everybody still waits about this long when all draw at once. */
const COMFORTABLE_WAIT_MS = 4000;
const PER_SLOT_MAX = 16;

/** Live sketches that a host of this speed takes at once. */
export function capacityOf(slots: number, frameMs: number): number {
  const perSlot = Math.floor(COMFORTABLE_WAIT_MS / Math.max(1, frameMs));
  return slots * Math.max(1, Math.min(PER_SLOT_MAX, perSlot));
}

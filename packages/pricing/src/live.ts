import { LIVE_WINDOW_CREDITS } from "@llamasketch/contract";

/**
 * What stored pictures of live drawing cost: each window that has one, once, however many it has, variations among them.
 * Pictures without a window are free, as drafts are; windows up to `paidThrough` were paid before.
 */
export const priceLiveWindows = (
  pictures: readonly { readonly window?: number | null }[],
  paidThrough = -1,
): number =>
  new Set(pictures.flatMap(({ window }) => (window != null && window > paidThrough ? [window] : []))).size *
  LIVE_WINDOW_CREDITS;

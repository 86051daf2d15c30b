/** Items rendered beyond each edge, so that a swipe does not run into nothing. */
const SPARE = 4;

export interface Range {
  from: number;
  /** One beyond the last. */
  to: number;
}

/** Which of `count` items of `stepPx` each are seen in a window of `widthPx`, `scrolledPx` from the first. */
export function visibleRange(count: number, stepPx: number, widthPx: number, scrolledPx: number): Range {
  const from = Math.floor(scrolledPx / stepPx) - SPARE;
  const to = Math.ceil((scrolledPx + widthPx) / stepPx) + SPARE;
  return { from: Math.max(0, Math.min(from, count)), to: Math.max(0, Math.min(to, count)) };
}

import { useLayoutEffect, useRef, useState, type RefObject } from "react";

interface GridShape {
  columns: number;
  gapPx: number;
  cardWidthPx: number;
  /** With the gap under it. */
  rowHeightPx: number;
  /** From the page's top to the grid's. */
  topPx: number;
}

const NARROW = { minCardPx: 136, gapPx: 12 };
const WIDE = { minCardPx: 184, gapPx: 16 };
const WIDE_FROM_PX = 600;
/** Name, time and border under the square. */
const CARD_FOOT_PX = 60;

export function shapeFor(widthPx: number): Omit<GridShape, "topPx"> {
  const { minCardPx, gapPx } = widthPx < WIDE_FROM_PX ? NARROW : WIDE;
  const columns = Math.max(1, Math.floor((widthPx + gapPx) / (minCardPx + gapPx)));
  const cardWidthPx = (widthPx - (columns - 1) * gapPx) / columns;
  return { columns, gapPx, cardWidthPx, rowHeightPx: cardWidthPx + CARD_FOOT_PX + gapPx };
}

/** How cards lie in `grid`, as wide as it is now. */
export function useGridShape(): [grid: RefObject<HTMLUListElement | null>, shape: GridShape | null] {
  const grid = useRef<HTMLUListElement>(null);
  const [shape, setShape] = useState<GridShape | null>(null);
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const measure = (): void => {
      const box = element.getBoundingClientRect();
      setShape({ ...shapeFor(box.width), topPx: box.top + scrollY });
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  return [grid, shape];
}

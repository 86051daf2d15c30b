/** A grid of cards of which only the rows that are seen are on the page, however long the list is. */
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, type FocusEventHandler, type ReactNode } from "react";
import { useGridShape } from "./use-grid-shape.ts";

/** Rows that are kept beyond what is seen, above and below. */
const OVERSCAN_ROWS = 2;
/** How far before its end the list goes on. */
const MORE_BEFORE_ROWS = 3;

interface List {
  count: number;
  hasMore: boolean;
  loadMore: () => void;
}

/** Where the rows are. Apart from the grid itself, since its keys go by columns. */
export function useGridRows({ count, hasMore, loadMore }: List) {
  const [grid, shape] = useGridShape();
  const columns = shape?.columns ?? 1;
  const rowHeightPx = shape?.rowHeightPx ?? 1;
  const rows = useWindowVirtualizer({
    count: Math.ceil(count / columns),
    estimateSize: () => rowHeightPx,
    overscan: OVERSCAN_ROWS,
    scrollMargin: shape?.topPx ?? 0,
    enabled: shape !== null,
  });
  useLayoutEffect(() => rows.measure(), [rows, rowHeightPx]);
  const lastRow = rows.getVirtualItems().at(-1)?.index ?? 0;
  const isNearEnd = shape !== null && lastRow >= rows.options.count - MORE_BEFORE_ROWS;
  useEffect(() => {
    if (isNearEnd && hasMore) loadMore();
  }, [isNearEnd, hasMore, loadMore, count]);
  const show = (at: number): void => rows.scrollToIndex(Math.floor(at / columns));
  return { grid, shape, columns, rowHeightPx, rows, hasMore, show };
}

interface Props<T> {
  at: ReturnType<typeof useGridRows>;
  items: readonly T[];
  label: string;
  /** Of `useGridFocus`. */
  focus: { onFocus: FocusEventHandler; onBlur: FocusEventHandler };
  children: (item: T) => ReactNode;
}

export function MediaGrid<T extends { id: string }>({ at, items, label, focus, children }: Props<T>) {
  const { grid, shape, columns, rowHeightPx, rows, hasMore } = at;
  return (
    <ul
      ref={grid}
      aria-label={label}
      className="relative"
      style={{ height: rows.options.count * rowHeightPx }}
      {...focus}
    >
      {shape &&
        rows.getVirtualItems().flatMap((row) =>
          items.slice(row.index * columns, (row.index + 1) * columns).map((item, column) => (
            <li
              key={item.id}
              data-place={item.id}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={row.index * columns + column + 1}
              className="absolute top-0 left-0"
              style={{
                width: shape.cardWidthPx,
                height: rowHeightPx - shape.gapPx,
                transform: `translate(${column * (shape.cardWidthPx + shape.gapPx)}px, ${row.index * rowHeightPx}px)`,
              }}
            >
              {children(item)}
            </li>
          )),
        )}
    </ul>
  );
}

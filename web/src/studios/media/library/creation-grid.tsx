import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect } from "react";
import type { Creation } from "../../../api/creations.ts";
import { useGridShape } from "../../../ui/grid/use-grid-shape.ts";
import { useNow } from "../../../app/use-now.ts";
import { CreationCard } from "./creation-card.tsx";
import type { Selection } from "./selection.ts";
import { useCreationKeys } from "./use-creation-keys.ts";
import { words } from "./words.ts";

interface Props {
  creations: readonly Creation[];
  hasMore: boolean;
  loadMore: () => void;
  selection: Selection;
  choose: (id: string, isRange: boolean) => void;
  open: (id: string) => void;
  remove: (ids: readonly string[]) => void;
}

/** Rows that are kept beyond what is seen, above and below. */
const OVERSCAN_ROWS = 2;
/** How far before its end the list goes on. */
const MORE_BEFORE_ROWS = 3;

/** Only the rows that are seen are on the page, however long the list is. */
export function CreationGrid({ creations, hasMore, loadMore, selection, choose, open, remove }: Props) {
  const [grid, shape] = useGridShape();
  const nowMs = useNow();
  const columns = shape?.columns ?? 1;
  const rowHeightPx = shape?.rowHeightPx ?? 1;
  const rows = useWindowVirtualizer({
    count: Math.ceil(creations.length / columns),
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
  }, [isNearEnd, hasMore, loadMore, creations.length]);

  const { currentId, grid: gridFocus } = useCreationKeys({
    creations,
    columns,
    selection,
    open,
    choose,
    remove,
    show: (at) => rows.scrollToIndex(Math.floor(at / columns)),
  });

  return (
    <ul
      ref={grid}
      aria-label={words.grid}
      className="relative"
      style={{ height: rows.options.count * rowHeightPx }}
      {...gridFocus}
    >
      {shape &&
        rows.getVirtualItems().flatMap((row) =>
          creations.slice(row.index * columns, (row.index + 1) * columns).map((creation, column) => (
            <li
              key={creation.id}
              data-place={creation.id}
              aria-setsize={hasMore ? -1 : creations.length}
              aria-posinset={row.index * columns + column + 1}
              className="absolute top-0 left-0"
              style={{
                width: shape.cardWidthPx,
                height: rowHeightPx - shape.gapPx,
                transform: `translate(${column * (shape.cardWidthPx + shape.gapPx)}px, ${row.index * rowHeightPx}px)`,
              }}
            >
              <CreationCard
                creation={creation}
                nowMs={nowMs}
                isCurrent={creation.id === currentId}
                isChosen={selection.ids.has(creation.id)}
                open={() => open(creation.id)}
                choose={(isRange) => choose(creation.id, isRange)}
              />
            </li>
          )),
        )}
    </ul>
  );
}

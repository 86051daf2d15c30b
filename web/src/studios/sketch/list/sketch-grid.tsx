import type { SketchView } from "@llamasketch/contract";
import { useNavigate } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import { SketchCard } from "./sketch-card.tsx";
import type { SketchActions } from "./sketch-actions.ts";
import { useGridKeys } from "./use-grid-keys.ts";
import { useGridShape } from "../../../ui/grid/use-grid-shape.ts";
import { useNow } from "../../../app/use-now.ts";
import { words } from "./words.ts";

interface Props {
  sketches: readonly SketchView[];
  hasMore: boolean;
  loadMore: () => void;
  actions: SketchActions;
  isStill: boolean;
  /** A sketch that wants the focus. */
  wantedId: string | null;
  focused: () => void;
}

/** Rows that are kept beyond what is seen, above and below. */
const OVERSCAN_ROWS = 2;
/** How far before its end the list goes on. */
const MORE_BEFORE_ROWS = 3;

/** Only the rows that are seen are on the page, however long the list is. */
export function SketchGrid({ sketches, hasMore, loadMore, actions, isStill, wantedId, focused }: Props) {
  const [grid, shape] = useGridShape();
  const nowMs = useNow();
  const titles = useMemo(() => new Map(sketches.map(({ id, title }) => [id, title])), [sketches]);
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const columns = shape?.columns ?? 1;
  const rowHeightPx = shape?.rowHeightPx ?? 1;
  const rows = useWindowVirtualizer({
    count: Math.ceil(sketches.length / columns),
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
  }, [isNearEnd, hasMore, loadMore, sketches.length]);

  const navigate = useNavigate();
  const {
    currentId,
    focusOn,
    grid: gridFocus,
  } = useGridKeys({
    sketches,
    columns,
    actions,
    isStill,
    show: (at) => rows.scrollToIndex(Math.floor(at / columns)),
    open: (id) => void navigate({ to: "/s/$sketchId", params: { sketchId: id } }),
    rename: setRenamingId,
    wantedId,
    focused,
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
          sketches.slice(row.index * columns, (row.index + 1) * columns).map((sketch, column) => (
            <li
              key={sketch.id}
              data-place={sketch.id}
              aria-setsize={hasMore ? -1 : sketches.length}
              aria-posinset={row.index * columns + column + 1}
              className="absolute top-0 left-0"
              style={{
                width: shape.cardWidthPx,
                height: rowHeightPx - shape.gapPx,
                transform: `translate(${column * (shape.cardWidthPx + shape.gapPx)}px, ${row.index * rowHeightPx}px)`,
              }}
            >
              <SketchCard
                sketch={sketch}
                parentTitle={titles.get(sketch.branchOf?.sketchId ?? "")}
                nowMs={nowMs}
                isCurrent={sketch.id === currentId}
                isRenaming={sketch.id === renamingId}
                isStill={isStill}
                actions={actions}
                rename={(isOn) => {
                  setRenamingId(isOn ? sketch.id : null);
                  if (!isOn) focusOn(sketch.id);
                }}
              />
            </li>
          )),
        )}
    </ul>
  );
}

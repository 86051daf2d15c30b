import type { SketchView } from "@llamasketch/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { SketchCard } from "./sketch-card.tsx";
import type { SketchActions } from "./sketch-actions.ts";
import { useGridKeys } from "./use-grid-keys.ts";
import { MediaGrid, useGridRows } from "../../../ui/grid/media-grid.tsx";
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

export function SketchGrid({ sketches, hasMore, loadMore, actions, isStill, wantedId, focused }: Props) {
  const at = useGridRows({ count: sketches.length, hasMore, loadMore });
  const nowMs = useNow();
  const titles = useMemo(() => new Map(sketches.map(({ id, title }) => [id, title])), [sketches]);
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const navigate = useNavigate();
  const {
    currentId,
    focusOn,
    grid: gridFocus,
  } = useGridKeys({
    sketches,
    columns: at.columns,
    actions,
    isStill,
    show: at.show,
    open: (id) => void navigate({ to: "/s/$sketchId", params: { sketchId: id } }),
    rename: setRenamingId,
    wantedId,
    focused,
  });

  return (
    <MediaGrid at={at} items={sketches} label={words.grid} focus={gridFocus}>
      {(sketch) => (
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
      )}
    </MediaGrid>
  );
}

import type { Creation } from "../../../api/creations.ts";
import { MediaGrid, useGridRows } from "../../../ui/grid/media-grid.tsx";
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

export function CreationGrid({ creations, hasMore, loadMore, selection, choose, open, remove }: Props) {
  const at = useGridRows({ count: creations.length, hasMore, loadMore });
  const nowMs = useNow();
  const { currentId, grid: gridFocus } = useCreationKeys({
    creations,
    columns: at.columns,
    selection,
    open,
    choose,
    remove,
    show: at.show,
  });

  return (
    <MediaGrid at={at} items={creations} label={words.grid} focus={gridFocus}>
      {(creation) => (
        <CreationCard
          creation={creation}
          nowMs={nowMs}
          isCurrent={creation.id === currentId}
          isChosen={selection.ids.has(creation.id)}
          open={() => open(creation.id)}
          choose={(isRange) => choose(creation.id, isRange)}
        />
      )}
    </MediaGrid>
  );
}

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { Queries, queries } from "../../../app/queries.tsx";
import { useShortcuts } from "../../../app/use-shortcuts.ts";
import { useTitle } from "../../../app/use-title.ts";
import { words as pageWords } from "../../../app/words.ts";
import { EmptyLibrary, NoneFound } from "./library-states.tsx";
import { Plus } from "lucide-react";
import { GridHead } from "../../../app/grid/grid-head.tsx";
import { FailedList, KeptNote, MoreFailed } from "../../../app/grid/list-states.tsx";
import { BUTTON } from "../../../ui/button-styles.ts";
import { SkeletonGrid } from "../../../ui/grid/states.tsx";
import { SketchActions } from "./sketch-actions.ts";
import { SketchGrid } from "./sketch-grid.tsx";
import { useSketches, type Sketches } from "./use-sketches.ts";
import { words } from "./words.ts";

export function SketchesPage() {
  return (
    <Queries>
      <Library />
    </Queries>
  );
}

function Library() {
  useTitle(pageWords.titleOf(words.title));
  const { q: find = "" } = useSearch({ from: "/sketches" });
  const navigate = useNavigate();
  const search = useCallback(
    (next: string) => void navigate({ to: "/sketches", search: next ? { q: next } : {}, replace: true }),
    [navigate],
  );
  const [wantedId, setWantedId] = useState<string | null>(null);
  const [actions] = useState(() => new SketchActions(queries, setWantedId));
  const list = useSketches(find);
  useShortcuts({ new: () => void navigate({ to: "/" }) });
  return (
    <div className="library">
      <GridHead
        title={words.title}
        searchLabel={words.search}
        find={find}
        search={search}
        action={{ to: "/", label: words.newSketch, icon: Plus }}
      />
      <main id="main" tabIndex={-1}>
        <p className="sr-only" role="status">
          {list.state === "loading" && words.loading}
          {list.state === "ready" &&
            find &&
            !list.isSearching &&
            words.found(list.sketches.length, list.hasMore)}
        </p>
        {list.keptAtMs !== null && <KeptNote keptAtMs={list.keptAtMs} text={words.offline} />}
        <Body
          list={list}
          find={find}
          grid={
            <SketchGrid
              sketches={list.sketches}
              hasMore={list.hasMore && !list.isMoreFailed && !list.isLoadingMore}
              loadMore={list.loadMore}
              actions={actions}
              isStill={list.keptAtMs !== null}
              wantedId={wantedId}
              focused={() => setWantedId(null)}
            />
          }
        />
      </main>
    </div>
  );
}

function Body({ list, find, grid }: { list: Sketches; find: string; grid: React.ReactNode }) {
  if (list.state === "loading") return <SkeletonGrid />;
  if (list.state === "failed" && list.failure)
    return (
      <FailedList failure={list.failure} said={words} retry={list.retry}>
        <Link to="/" className={BUTTON.plain}>
          {words.newSketch}
        </Link>
      </FailedList>
    );
  if (list.sketches.length === 0) return find ? <NoneFound find={find} /> : <EmptyLibrary />;
  return (
    <>
      {grid}
      {list.isLoadingMore && <SkeletonGrid rows={1} />}
      {list.isMoreFailed && <MoreFailed text={words.moreFailed} retry={list.loadMore} />}
    </>
  );
}

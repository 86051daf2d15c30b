import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import type { Sought } from "../../../api/creations.ts";
import { Sparkles } from "lucide-react";
import { GridHead } from "../../../app/grid/grid-head.tsx";
import { FailedList, KeptNote, MoreFailed } from "../../../app/grid/list-states.tsx";
import { SkeletonGrid } from "../../../ui/grid/states.tsx";
import { toast } from "../../../ui/toasts.ts";
import { Queries } from "../../../app/queries.tsx";
import { useShortcuts } from "../../../app/use-shortcuts.ts";
import { useTitle } from "../../../app/use-title.ts";
import { words as pageWords } from "../../../app/words.ts";
import { CreationFilters } from "./creation-filters.tsx";
import { CreationGrid } from "./creation-grid.tsx";
import { NothingFound, NothingMade } from "./creation-states.tsx";
import { CreationView } from "./creation-view.tsx";
import { deletions } from "./deletions.ts";
import { allOf, extended, kept, NONE_CHOSEN, toggled } from "./selection.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { useCreations } from "./use-creations.ts";
import { words } from "./words.ts";

export function CreationsPage() {
  return (
    <Queries>
      <Library />
    </Queries>
  );
}

function Library() {
  useTitle(pageWords.titleOf(words.title));
  const { q = "", model = null, state = null } = useSearch({ from: "/library" });
  const sought = useMemo<Sought>(() => ({ q, model, state }), [q, model, state]);
  const navigate = useNavigate();
  const seek = useCallback(
    (part: Partial<Sought>) => {
      const next = { ...sought, ...part };
      const search = {
        ...(next.q && { q: next.q }),
        ...(next.model && { model: next.model }),
        ...(next.state && { state: next.state }),
      };
      void navigate({ to: "/library", search, replace: true });
    },
    [navigate, sought],
  );
  const search = useCallback((find: string) => seek({ q: find }), [seek]);
  const list = useCreations(sought);
  const { creations } = list;
  const order = useMemo(() => creations.map(({ id }) => id), [creations]);
  const [chosenNow, setChosen] = useState(NONE_CHOSEN);
  const selection = kept(chosenNow, order);
  const chosen = creations.filter(({ id }) => selection.ids.has(id));
  const [openId, setOpenId] = useState<string | null>(null);
  const openAt = creations.findIndex(({ id }) => id === openId);
  const open = creations[openAt];

  function remove(ids: readonly string[]): void {
    const ended = creations.filter(
      ({ id, state: now }) => ids.includes(id) && now !== "queued" && now !== "running",
    );
    if (ended.length < ids.length) toast({ text: words.notEnded, tone: "bad" });
    deletions.delete(ended);
    setChosen(NONE_CHOSEN);
  }
  useShortcuts({
    chooseAll: () => setChosen(allOf(order)),
    ...(selection.ids.size > 0 && { chooseNone: () => setChosen(NONE_CHOSEN) }),
  });

  return (
    <div className="library">
      <GridHead
        title={words.title}
        searchLabel={words.search}
        find={q}
        search={search}
        action={{ to: "/generate", label: words.generate, icon: Sparkles }}
      />
      <main id="main" tabIndex={-1}>
        <p className="sr-only" role="status">
          {list.state === "loading" && words.loading}
          {list.state === "ready" && q && !list.isSearching && words.found(creations.length, list.hasMore)}
        </p>
        {list.keptAtMs !== null && <KeptNote keptAtMs={list.keptAtMs} text={words.offline} />}
        <CreationFilters sought={sought} seek={seek} />
        {list.state === "loading" && <SkeletonGrid />}
        {list.state === "failed" && list.failure && (
          <FailedList failure={list.failure} said={words} retry={list.retry} />
        )}
        {list.state === "ready" &&
          creations.length === 0 &&
          (q || model || state ? (
            <NothingFound showAll={() => seek({ q: "", model: null, state: null })} />
          ) : (
            <NothingMade />
          ))}
        {creations.length > 0 && (
          <CreationGrid
            creations={creations}
            hasMore={list.hasMore && !list.isMoreFailed && !list.isLoadingMore}
            loadMore={list.loadMore}
            selection={selection}
            choose={(id, isRange) =>
              setChosen(isRange ? extended(selection, id, order) : toggled(selection, id))
            }
            open={setOpenId}
            remove={remove}
          />
        )}
        {list.isLoadingMore && <SkeletonGrid rows={1} />}
        {list.isMoreFailed && <MoreFailed text={words.moreFailed} retry={list.loadMore} />}
      </main>
      <SelectionBar
        chosen={chosen}
        isAll={chosen.length === creations.length}
        chooseAll={() => setChosen(allOf(order))}
        chooseNone={() => setChosen(NONE_CHOSEN)}
        remove={() => remove([...selection.ids])}
      />
      {open && (
        <CreationView
          key={open.id}
          creation={open}
          step={(by) => {
            const next = creations[openAt + by];
            return next ? () => setOpenId(next.id) : null;
          }}
          remove={() => {
            setOpenId(null);
            remove([open.id]);
          }}
          close={() => setOpenId(null)}
        />
      )}
    </div>
  );
}

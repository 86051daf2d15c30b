import type { SketchView } from "@llamasketch/contract";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { describeFailure, type FailureDetail } from "../../../api/api-failure.ts";
import { listSketches } from "../../../api/sketches.ts";
import { coversSent } from "../cover/sketch-cover.ts";
import { readKeptList, writeKeptList } from "./kept-list.ts";
import { SKETCHES } from "./sketch-actions.ts";
import { shelf } from "../../../ui/browser-gifts.ts";

/** A copy is carried out within seconds. */
const COPYING_LOOK_MS = 1500;

export interface Sketches {
  state: "loading" | "ready" | "failed";
  sketches: readonly SketchView[];
  /** What stands there is from an earlier visit: the server can't be reached. */
  keptAtMs: number | null;
  failure: FailureDetail | null;
  hasMore: boolean;
  /** The next page did not load. */
  isMoreFailed: boolean;
  isLoadingMore: boolean;
  /** Another search is on its way. */
  isSearching: boolean;
  loadMore(): void;
  retry(): void;
}

/** The caller's sketches that match `find`, as far as they are wanted; anew whenever somebody comes back to the page. */
export function useSketches(find: string): Sketches {
  const queries = useQueryClient();
  const query = useInfiniteQuery({
    // A network that is gone says so itself.
    networkMode: "always",
    queryKey: [SKETCHES, find],
    queryFn: ({ pageParam, signal }) => listSketches(find, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ sketches }) => sketches.some(({ copying }) => copying))
        ? COPYING_LOOK_MS
        : false,
  });
  const { data, error, isPlaceholderData } = query;
  const sketches = useMemo(() => data?.pages.flatMap((page) => page.sketches) ?? [], [data]);

  useEffect(() => {
    const [first] = data?.pages ?? [];
    if (first && !find && !isPlaceholderData)
      writeKeptList(shelf, { keptAtMs: Date.now(), sketches: first.sketches });
  }, [data, find, isPlaceholderData]);
  useEffect(
    () => coversSent.subscribe(() => void queries.invalidateQueries({ queryKey: [SKETCHES] })),
    [queries],
  );

  const failure = error && !query.isFetchNextPageError ? describeFailure(error) : null;
  const isUnreachable = failure?.status === 0;
  const [kept] = useState(() => readKeptList(shelf));
  const isKept = isUnreachable && sketches.length === 0 && kept !== null && !find;
  const shared = {
    failure,
    hasMore: query.hasNextPage,
    isMoreFailed: query.isFetchNextPageError,
    isLoadingMore: query.isFetchingNextPage,
    isSearching: isPlaceholderData,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
  if (isKept)
    return { ...shared, state: "ready", sketches: kept.sketches, keptAtMs: kept.keptAtMs, hasMore: false };
  const keptAtMs = isUnreachable ? query.dataUpdatedAt : null;
  if (data) return { ...shared, state: "ready", sketches, keptAtMs };
  return { ...shared, state: failure ? "failed" : "loading", sketches, keptAtMs: null };
}

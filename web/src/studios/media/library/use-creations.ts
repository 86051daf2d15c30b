import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { describeFailure, type FailureDetail } from "../../../api/api-failure.ts";
import { listCreations, type Creation, type Sought } from "../../../api/creations.ts";
import { useStore } from "../../../ui/store.ts";
import { deletions } from "./deletions.ts";

/** While something is on the way… */
const OPEN_EVERY_MS = 4000;
/** … and for what may have come meanwhile. */
const LOOK_EVERY_MS = 20_000;

export interface Creations {
  state: "loading" | "ready" | "failed";
  creations: readonly Creation[];
  /** When the list came, if the server cannot be reached now. */
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

/** What was made for the caller and is looked for, as far as it is wanted. */
export function useCreations(sought: Sought): Creations {
  const query = useInfiniteQuery({
    // A network that is gone says so itself.
    networkMode: "always",
    queryKey: ["creations", sought],
    queryFn: ({ pageParam, signal }) => listCreations(sought, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: sought.state === "open" ? OPEN_EVERY_MS : LOOK_EVERY_MS,
  });
  const { data, error, isPlaceholderData } = query;
  const hidden = useStore(deletions.hidden).ids;
  const creations = useMemo(
    () => (data?.pages.flatMap((page) => page.generations) ?? []).filter(({ id }) => !hidden.has(id)),
    [data, hidden],
  );
  const found = error && !query.isFetchNextPageError ? describeFailure(error) : null;
  // Nobody was made yet whom anything could belong to.
  const isNobody = found?.status === 401;
  const failure = isNobody ? null : found;
  return {
    state: data || isNobody ? "ready" : failure ? "failed" : "loading",
    creations,
    keptAtMs: data && failure?.status === 0 ? query.dataUpdatedAt : null,
    failure,
    hasMore: query.hasNextPage,
    isMoreFailed: query.isFetchNextPageError,
    isLoadingMore: query.isFetchingNextPage,
    isSearching: isPlaceholderData,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}

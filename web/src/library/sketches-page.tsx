import { QueryClient, QueryClientProvider, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useEffect } from "react";
import { describeFailure } from "../api/api-failure.ts";
import { listSketches } from "../api/sketches.ts";
import { BUTTON } from "../page/button-styles.ts";
import { Logo } from "../page/logo.tsx";
import { MessagePage } from "../page/message-page.tsx";
import { SketchCard } from "./sketch-card.tsx";

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 0 } } });

export function SketchesPage() {
  useEffect(() => {
    document.title = "My sketches · LlamaSketch";
  }, []);
  return (
    <QueryClientProvider client={queries}>
      <SketchGrid />
    </QueryClientProvider>
  );
}

function SketchGrid() {
  const query = useInfiniteQuery({
    queryKey: ["sketches"],
    queryFn: ({ pageParam }) => listSketches(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  if (query.isError) {
    const failure = describeFailure(query.error);
    return (
      <MessagePage
        title="Your sketches didn't load"
        requestId={failure.requestId}
        actions={
          <button type="button" className={BUTTON.primary} onClick={() => void query.refetch()}>
            Try again
          </button>
        }
      >
        {failure.message} {failure.hint}
      </MessagePage>
    );
  }
  const sketches = query.data?.pages.flatMap((page) => page.sketches) ?? [];
  return (
    <div className="mx-auto min-h-dvh max-w-[1280px] px-4 pt-[max(8px,env(safe-area-inset-top))] pb-[max(24px,env(safe-area-inset-bottom))]">
      <header className="flex h-14 items-center gap-3">
        <Link to="/" aria-label="LlamaSketch" className="rounded-lg">
          <Logo className="size-8" />
        </Link>
        <h1 className="text-[20px] font-semibold">My sketches</h1>
        <Link to="/" className={`${BUTTON.primary} ml-auto`}>
          <Plus className="size-5" aria-hidden="true" />
          New sketch
        </Link>
      </header>
      <main className="mt-4">
        {query.isSuccess && sketches.length === 0 ? (
          <p className="grid min-h-[50dvh] place-content-center text-center text-[16px] text-muted">
            Nothing here yet. What you draw is kept here by itself.
          </p>
        ) : (
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,160px),1fr))] gap-4 sm:grid-cols-[repeat(auto-fill,minmax(220px,1fr))]">
            {query.isPending && Array.from({ length: 8 }, (_, at) => <CardSkeleton key={at} />)}
            {sketches.map((sketch) => (
              <SketchCard key={sketch.id} sketch={sketch} />
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <div className="mt-6 text-center">
            <button
              type="button"
              className={BUTTON.plain}
              disabled={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {query.isFetchingNextPage ? "Loading…" : "Show more"}
            </button>
          </div>
        )}
      </main>
    </div>
  );
}

function CardSkeleton() {
  return (
    <li className="overflow-hidden rounded-lg border border-border bg-surface" aria-hidden="true">
      <div className="chip-waits aspect-square bg-raised" />
      <div className="h-[60px]" />
    </li>
  );
}

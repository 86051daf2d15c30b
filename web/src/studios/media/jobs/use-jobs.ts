import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { GenerationView } from "@llamasketch/contract";
import { useRef } from "react";
import {
  cancelGeneration,
  listGenerations,
  retryGeneration,
  type GenerationPage,
} from "../../../api/generations.ts";
import { isOpen } from "../generate/phase.ts";
import { problemOf } from "../generate/problem.ts";
import { toast } from "../../../ui/toasts.ts";
import { words } from "./words.ts";

const PAGE = 20;
/** While something goes on somebody looks at it. */
const GOING_LOOK_MS = 2000;
const IDLE_LOOK_MS = 20_000;

interface Pages {
  pages: GenerationPage[];
  pageParams: (string | null)[];
}

/** One's own jobs, as far as they are wanted, and what can be done with them. */
export function useJobs() {
  const queries = useQueryClient();
  const queryKey = ["generations", "jobs"];
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => listGenerations(pageParam, PAGE),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // A network that is gone says so itself.
    networkMode: "always",
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ generations }) => generations.some(isOpen)) ? GOING_LOOK_MS : IDLE_LOOK_MS,
  });
  /** An answer that was lost is asked for again under the same key. */
  const keys = useRef(new Map<string, string>());
  const failed = (error: unknown): void => {
    const { text, requestId } = problemOf(error);
    toast({ tone: "bad", text: words.notDone(text), requestId });
  };
  const refresh = (): void => {
    void queries.invalidateQueries({ queryKey: ["generations"] });
    void queries.invalidateQueries({ queryKey: ["credits"] });
  };
  const cancel = useMutation({
    mutationFn: cancelGeneration,
    networkMode: "always",
    onSuccess: (view) => {
      queries.setQueryData<Pages>(queryKey, (before) => before && replaced(before, view));
      toast({ text: words.cancelled });
      refresh();
    },
    onError: failed,
  });
  const again = useMutation({
    mutationFn: ({ id, state }: GenerationView) => {
      const key = keys.current.get(id) ?? crypto.randomUUID();
      keys.current.set(id, key);
      return retryGeneration(id, state === "succeeded", key);
    },
    networkMode: "always",
    onSuccess: (view, { id }) => {
      keys.current.delete(id);
      toast({ text: words.queued(view.credits) });
      refresh();
    },
    onError: failed,
  });
  return { list, cancel, again };
}

function replaced({ pages, pageParams }: Pages, view: GenerationView): Pages {
  return {
    pageParams,
    pages: pages.map((page) => ({
      ...page,
      generations: page.generations.map((each) => (each.id === view.id ? view : each)),
    })),
  };
}

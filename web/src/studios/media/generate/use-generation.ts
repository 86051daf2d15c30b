import type { GenerationView } from "@llamasketch/contract";
import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { eventsUrl, readGeneration } from "../../../api/generations.ts";
import { heard, isOpen, NOTHING_TOLD, phaseOf, type Phase, type Told } from "./phase.ts";

/** Events may be missed: what goes on is read anew this often. */
const LOOK_EVERY_MS = 5000;
/** Addresses of results end after an hour. */
const ADDRESSES_EVERY_MS = 50 * 60_000;
const EVENTS = ["queued", "running", "progress", "preview"] as const;

/** A generation and where it stands, followed until it ends. */
export function useGeneration(id: string): { query: UseQueryResult<GenerationView>; phase: Phase | null } {
  const query = useQuery({
    queryKey: ["generation", id],
    queryFn: () => readGeneration(id),
    refetchInterval: ({ state }) => state.data && (isOpen(state.data) ? LOOK_EVERY_MS : ADDRESSES_EVERY_MS),
  });
  const told = useTold(id, query.data !== undefined && isOpen(query.data));
  return { query, phase: query.data ? phaseOf(query.data, told) : null };
}

/** What its stream says while it is open; the browser opens one that broke again. */
function useTold(id: string, isFollowed: boolean): Told {
  const queries = useQueryClient();
  const [told, setTold] = useState({ id, said: NOTHING_TOLD });
  useEffect(() => {
    if (!isFollowed) return;
    const stream = new EventSource(eventsUrl(id), { withCredentials: true });
    for (const type of EVENTS)
      stream.addEventListener(type, ({ data }: MessageEvent<string>) =>
        setTold((before) => {
          const said = before.id === id ? before.said : NOTHING_TOLD;
          return { id, said: heard(said, type, JSON.parse(data)) };
        }),
      );
    stream.addEventListener("ended", () => {
      stream.close();
      void queries.invalidateQueries({ queryKey: ["generation", id] });
      void queries.invalidateQueries({ queryKey: ["generations"] });
      void queries.invalidateQueries({ queryKey: ["credits"] });
    });
    return () => stream.close();
  }, [id, isFollowed, queries]);
  return told.id === id ? told.said : NOTHING_TOLD;
}

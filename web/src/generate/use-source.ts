import type { GenerationResult } from "@llamasketch/contract";
import { useQuery } from "@tanstack/react-query";
import { readGeneration } from "../api/generations.ts";
import type { Source } from "./draft.ts";

/** The result that goes in, as it is now. */
export function useSource(source: Source | null): { result: GenerationResult | undefined; isGone: boolean } {
  const query = useQuery({
    queryKey: ["generation", source?.generation ?? ""],
    queryFn: () => readGeneration(source?.generation ?? ""),
    enabled: source !== null,
  });
  const result = query.data?.results.find(({ position }) => position === source?.position);
  return { result, isGone: query.error !== null || (query.data !== undefined && !result) };
}

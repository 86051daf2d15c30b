import type { GenerationResult } from "@llamasketch/contract";
import { useQuery } from "@tanstack/react-query";
import { readGeneration, readUpload } from "../../../api/generations.ts";
import type { Source } from "./draft.ts";
import type { Size } from "./sizes.ts";

interface Found {
  size: Size | null;
  /** Where it is a result. */
  result: GenerationResult | null;
  isGone: boolean;
}

/** What goes in, as it is now. */
export function useSource(source: Source | null): Found {
  const job = source && "generation" in source ? source.generation : null;
  const upload = source && "upload" in source ? source.upload : null;
  const made = useQuery({
    queryKey: ["generation", job],
    queryFn: () => readGeneration(job ?? ""),
    enabled: job !== null,
  });
  const sent = useQuery({
    queryKey: ["upload", upload],
    queryFn: () => readUpload(upload ?? ""),
    enabled: upload !== null,
  });
  if (!source) return { size: null, result: null, isGone: false };
  if ("upload" in source) return { size: sent.data ?? null, result: null, isGone: sent.error !== null };
  const result = made.data?.results.find(({ position }) => position === source.position) ?? null;
  return { size: result, result, isGone: made.error !== null || (made.data !== undefined && !result) };
}

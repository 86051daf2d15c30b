import {
  generationList,
  type GenerationFilter,
  type GenerationView,
  type MediaModel,
} from "@llamasketch/contract";
import type { z } from "zod";
import { jsonBody, request, requestJson } from "./request.ts";

const ROOT = "/api/v1/generations";
const PAGE = 48;

export type Creation = GenerationView;
export type CreationList = z.infer<typeof generationList>;
/** What is looked for: what has results unless another state is named. */
export interface Sought {
  q: string;
  model: MediaModel | null;
  state: Extract<GenerationFilter["state"], "open" | "failed" | "cancelled"> | null;
}

/** A page of one's own, the newest first. */
export function listCreations(
  { q, model, state }: Sought,
  cursor: string | null,
  signal: AbortSignal,
): Promise<CreationList> {
  const query = new URLSearchParams({
    limit: String(PAGE),
    ...(state ? { state } : { results: "true" }),
    ...(model && { model }),
    ...(q && { q }),
    ...(cursor && { cursor }),
  });
  return requestJson(generationList, `${ROOT}?${query}`, { signal, cache: "no-store" });
}

/** For good. `isLast`: the page is going, and the request must outlive it. */
export async function deleteCreation(id: string, isLast: boolean): Promise<void> {
  await request(`${ROOT}/${id}`, { method: "DELETE", keepalive: isLast });
}

/** A ZIP of their results, as it comes. */
export const packCreations = (ids: readonly string[], signal: AbortSignal): Promise<Response> =>
  request(`${ROOT}/archive`, { ...jsonBody("POST", { ids }), signal });

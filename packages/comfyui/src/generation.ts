import type { ComfyClient } from "./client.ts";

/** What a server turned out to be. */
export interface ComfyGeneration {
  /** As it says itself; a claim, not a proof. */
  readonly version: string | null;
  /** Tried, not read off the version: cancel by id, and light status questions. */
  readonly jobsApi: boolean;
  /** Version of the built-in painter, or null on a real ComfyUI. */
  readonly easel: string | null;
}

/** Finds out what a server can do by trying it. Rejects when it does not answer. */
export async function detectGeneration(client: ComfyClient): Promise<ComfyGeneration> {
  const [stats, jobsApi] = await Promise.all([client.systemStats(), client.hasJobs()]);
  return { version: stats.version, jobsApi, easel: stats.easel };
}

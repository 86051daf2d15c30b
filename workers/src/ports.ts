/**
 * What the Worker's rooms are handed. Each room adds its own ports and bindings from its `feature.ts` by merging these
 * interfaces; `services.ts` builds them, and only the shells (fetch, queue, scheduled, objects) import that.
 */
import type { Part } from "@llamasketch/contract";
import type { Commit, Written } from "./commit.ts";
import type { Config, Secrets } from "./config.ts";

/** What the platform binds to the script, as `wrangler.toml` says. */
export interface Bindings {
  DB: D1Database;
  MEDIA: R2Bucket;
  ASSETS: Fetcher;
}

export interface Ports {
  config: Config;
  secrets: Secrets;
  /** Parts of the product that the configuration leaves out: for those who run it. */
  off: readonly Part[];
  media: R2Bucket;
  /** The built page. */
  page: Fetcher;
  commit: Commit;
  /** Batches and rows written through `commit` since this was made. */
  written: Written;
}

/** A dispatcher's memory of jobs, from their rows: what runs first, then what waits by pages, in the order in which it is handed out. */
import { log } from "../log.ts";
import type { createJobStore } from "../jobs/job-store.ts";
import type { JobBrief } from "../jobs/job-rows.ts";

const PAGE = 1000;
const RETRY_MS = 1000;
const CLASSES = ["interactive", "batch"] as const;
const PRIORITIES = [0, 1, 2, 3];

export async function loadJobs(
  jobs: Pick<ReturnType<typeof createJobStore>, "running" | "queuedPage">,
  region: string,
  to: { running(briefs: JobBrief[]): void; queued(briefs: JobBrief[]): void },
): Promise<void> {
  to.running(await jobs.running(region));
  // Nobody waits for the rest: the first page is enough to begin.
  void (async () => {
    for (const kind of CLASSES) {
      for (const priority of PRIORITIES) {
        for (let afterId = "", isMore = true; isMore;) {
          const mark = { region, class: kind, priority, afterId };
          const page = await jobs.queuedPage(mark, PAGE).catch((error: unknown) => {
            log("error", "jobs_page_not_loaded", { region }, error);
            return null;
          });
          if (!page) {
            await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
            continue;
          }
          if (page.length > 0) to.queued(page);
          afterId = page.at(-1)?.id ?? afterId;
          isMore = page.length === PAGE;
        }
      }
    }
  })();
}

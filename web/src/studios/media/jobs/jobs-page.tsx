import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CloudOff, ImagePlus, Images, ListChecks } from "lucide-react";
import { FailedList } from "../../../app/grid/list-states.tsx";
import { Frame } from "../../../app/frame.tsx";
import { describeFailure } from "../../../api/api-failure.ts";
import { readModels } from "../../../api/generations.ts";
import { useNow } from "../../../app/use-now.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { StateMessage } from "../../../ui/grid/states.tsx";
import { useOnline } from "../../../ui/use-online.ts";
import { JobRow } from "./job-row.tsx";
import { useJobs } from "./use-jobs.ts";
import { words } from "./words.ts";

/** What was asked for in the queue, and how it stands. */
export function JobsPage() {
  return (
    <Frame title={words.title}>
      <p className="text-muted">{words.lead}</p>
      <div className="flex flex-wrap gap-3">
        <Link to="/generate" className={BUTTON.primary}>
          <ImagePlus className="size-5" aria-hidden="true" />
          {words.generate}
        </Link>
        <Link to="/library" className={BUTTON.plain}>
          <Images className="size-5" aria-hidden="true" />
          {words.library}
        </Link>
      </div>
      <Jobs />
    </Frame>
  );
}

function Jobs() {
  const { list, cancel, again } = useJobs();
  const models = useQuery({ queryKey: ["models"], queryFn: readModels });
  const nowMs = useNow();
  const isOnline = useOnline();
  const failure = list.error && !list.isFetchNextPageError ? describeFailure(list.error) : null;
  if (!list.data)
    return failure ? (
      <FailedList failure={failure} said={words} retry={() => void list.refetch()} />
    ) : (
      <Skeleton />
    );
  const jobs = list.data.pages.flatMap(({ generations }) => generations);
  if (jobs.length === 0)
    return (
      <StateMessage icon={ListChecks} title={words.emptyTitle} text={words.empty}>
        <Link to="/generate" className={BUTTON.primary}>
          {words.generate}
        </Link>
      </StateMessage>
    );
  return (
    <section className="account-part" aria-label={words.list}>
      {(failure || !isOnline) && (
        <p role="status" className="flex items-center gap-2 text-muted">
          <CloudOff className="size-5 shrink-0" aria-hidden="true" />
          {isOnline ? words.stale : words.offline}
        </p>
      )}
      <ul className="job-list">
        {jobs.map((view) => (
          <JobRow
            key={view.id}
            view={view}
            title={models.data?.find(({ id }) => id === view.model)?.title ?? view.model}
            nowMs={nowMs}
            isBusy={
              (cancel.isPending && cancel.variables === view.id) ||
              (again.isPending && again.variables.id === view.id)
            }
            cancel={() => cancel.mutate(view.id)}
            again={() => again.mutate(view)}
          />
        ))}
      </ul>
      {list.isFetchNextPageError && <p className="text-bad">{words.olderFailed}</p>}
      {list.hasNextPage && (
        <button
          type="button"
          className={BUTTON.plain}
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {words.older}
        </button>
      )}
    </section>
  );
}

const SKELETON_ROWS = 4;

/** Rows to come, of their real shape. */
function Skeleton() {
  return (
    <section className="account-part">
      <p className="sr-only" role="status">
        {words.loading}
      </p>
      <ul className="job-list" aria-hidden="true">
        {Array.from({ length: SKELETON_ROWS }, (_, at) => (
          <li key={at} className="job-row">
            <span className="chip-waits aspect-square rounded-lg bg-raised" />
            <span className="grid content-start gap-3 py-2">
              <span className="h-3 w-2/3 rounded bg-raised" />
              <span className="h-3 w-1/4 rounded bg-raised" />
              <span className="h-2.5 w-1/2 rounded bg-raised" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

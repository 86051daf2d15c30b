import type { GenerationView } from "@llamasketch/contract";
import { Link } from "@tanstack/react-router";
import { Ban, Clock, ImageOff, LoaderCircle, type LucideIcon } from "lucide-react";
import { isSameTwice } from "../generate/again.ts";
import { BlurImage } from "../../../app/blur-image.tsx";
import { JobProgress } from "../generate/job-progress.tsx";
import { NOTHING_TOLD, phaseOf } from "../generate/phase.ts";
import { titleOf } from "../generate/title.ts";
import { useJustEnded } from "../generate/use-just-ended.ts";
import { words as generateWords } from "../generate/words.ts";
import { absoluteTime, relativeTime } from "../../../ui/relative-time.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { words } from "./words.ts";

interface Props {
  view: GenerationView;
  title: string;
  nowMs: number;
  isBusy: boolean;
  cancel: () => void;
  again: () => void;
}

const ICONS: Record<GenerationView["state"], LucideIcon> = {
  queued: Clock,
  running: LoaderCircle,
  succeeded: ImageOff,
  failed: ImageOff,
  cancelled: Ban,
};

/** One job: what it is, how it stands, what it costs, and what can be done about it. `title`: of its model. */
export function JobRow({ view, title, nowMs, isBusy, cancel, again }: Props) {
  const { id, state, credits, count, createdAt, reason } = view;
  const name = titleOf(view);
  const onceMore = (state === "succeeded" ? generateWords.another : generateWords.again)(credits);
  const phase = phaseOf(view, NOTHING_TOLD);
  const isGoing = state === "queued" || state === "running";
  const isJustEnded = useJustEnded(isGoing);
  const money = isGoing
    ? generateWords.held
    : state === "succeeded"
      ? generateWords.charged
      : generateWords.returned;
  const made = view.kind === "video" ? words.videos : words.pictures;
  const createdMs = Date.parse(createdAt);
  const tone = { succeeded: "text-good", failed: "text-bad" }[state as string] ?? "";
  return (
    <li className="job-row" data-testid="job-row" data-job={id} data-state={state}>
      <Picture view={view} />
      <div className="grid min-w-0 content-start gap-1">
        <Link
          to="/generate"
          search={{ job: id }}
          className="line-clamp-2 inline-block min-h-11 content-center font-medium break-words hover:underline"
          aria-label={words.open(name)}
        >
          {name}
        </Link>
        <p className={`font-semibold ${tone}`} data-testid="job-state">
          {generateWords.states[state]}
        </p>
        {isGoing && <JobProgress phase={phase} outputs={count} />}
        {state === "failed" && reason && <p>{generateWords.reasons[reason]}</p>}
        <p className="text-small text-muted">
          {[money(credits), made(count), title, view.class === "batch" ? words.batch : ""]
            .filter(Boolean)
            .join(" · ")}
          {" · "}
          <time dateTime={createdAt} title={absoluteTime(createdMs)}>
            {relativeTime(createdMs, nowMs)}
          </time>
        </p>
      </div>
      <div className="job-actions">
        {isGoing ? (
          <button
            type="button"
            className={BUTTON.plain}
            aria-label={words.cancelNamed(name)}
            disabled={isBusy}
            onClick={cancel}
          >
            {words.cancel}
          </button>
        ) : isSameTwice(view) ? null : (
          <button
            type="button"
            className={BUTTON.plain}
            aria-label={words.named(onceMore, name)}
            disabled={isBusy || isJustEnded}
            onClick={again}
          >
            {onceMore}
          </button>
        )}
      </div>
    </li>
  );
}

function Picture({ view: { state, results } }: { view: GenerationView }) {
  const [first] = results;
  if (first)
    return (
      <BlurImage
        url={first.thumbnailUrl ?? first.url}
        alt=""
        blurHash={first.blurHash}
        widthPx={1}
        heightPx={1}
        className="self-start"
      />
    );
  const Icon = ICONS[state];
  return (
    <span className="grid aspect-square place-content-center self-start rounded-lg bg-raised text-muted">
      <Icon className={`size-6 ${state === "running" ? "chip-waits" : ""}`} aria-hidden="true" />
    </span>
  );
}

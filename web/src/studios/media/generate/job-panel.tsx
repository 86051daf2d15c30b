import type { GenerationResult, GenerationView } from "@llamasketch/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { cancelGeneration, retryGeneration, type Kind } from "../../../api/generations.ts";
import { describeFailure } from "../../../api/api-failure.ts";
import { Loaded } from "../../../app/part.tsx";
import { BUTTON } from "../../../ui/button-styles.ts";
import { isSameTwice } from "./again.ts";
import { DeleteButton } from "./delete-button.tsx";
import { JobProgress } from "./job-progress.tsx";
import type { Phase } from "./phase.ts";
import { ProblemNote } from "./problem-note.tsx";
import { ResultGrid } from "./result-grid.tsx";
import { titleOf } from "./title.ts";
import { useGeneration } from "./use-generation.ts";
import { useJustEnded } from "./use-just-ended.ts";
import { words } from "./words.ts";

interface Props {
  id: string;
  show: (id: string) => void;
  /** It was deleted. */
  gone: () => void;
  goIn: (kind: Kind, generation: string, result: GenerationResult) => void;
  keepSeed: (seed: number) => void;
}

/** One generation: its line, its steps, its pictures or why there are none. */
export function JobPanel({ id, show, gone, goIn, keepSeed }: Props) {
  const { query, phase } = useGeneration(id);
  if (query.error && describeFailure(query.error).status === 404)
    return <p className="text-muted">{words.gone}</p>;
  return (
    <Loaded query={query}>
      {(view) => (
        <div className="grid gap-4" data-testid="job" data-job={id} data-state={phase?.state}>
          <p className="break-words select-text">{titleOf(view)}</p>
          {phase && <Going view={view} phase={phase} />}
          {phase?.state === "succeeded" && (
            <ResultGrid view={view} keepSeed={keepSeed} goIn={(kind, result) => goIn(kind, id, result)} />
          )}
          <Ways view={view} phase={phase} show={show} gone={gone} />
        </div>
      )}
    </Loaded>
  );
}

function Going({ view, phase }: { view: GenerationView; phase: Phase }) {
  const { credits, reason, count, model } = view;
  const isGoing = phase.state === "queued" || phase.state === "running";
  const money = isGoing ? words.held : phase.state === "succeeded" ? words.charged : words.returned;
  return (
    <>
      <p className="text-field font-semibold" role="status" data-testid="job-state">
        {words.states[phase.state]}
      </p>
      {isGoing && <JobProgress phase={phase} outputs={count} />}
      {phase.state === "running" && phase.preview && (
        <img src={phase.preview.image} alt={words.preview} className="w-full max-w-96 rounded-lg" />
      )}
      {phase.state === "failed" && reason && <p>{words.reasons[reason]}</p>}
      <p className="text-small text-muted">{money(credits)}</p>
      {model === "painter" && <p className="text-small text-muted">{words.byPainter}</p>}
    </>
  );
}

/** What can be done about it now. */
function Ways({
  view,
  phase,
  show,
  gone,
}: {
  view: GenerationView;
  phase: Phase | null;
  show: (id: string) => void;
  gone: () => void;
}) {
  const queries = useQueryClient();
  const { id } = view;
  // An answer that was lost is asked for again under the same key.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const done = (next: GenerationView): void => {
    queries.setQueryData(["generation", next.id], next);
    void queries.invalidateQueries({ queryKey: ["generations"] });
    void queries.invalidateQueries({ queryKey: ["credits"] });
    if (next.id !== id) show(next.id);
  };
  const cancel = useMutation({ mutationFn: () => cancelGeneration(id), onSuccess: done });
  const again = useMutation({
    mutationFn: () => retryGeneration(id, phase?.state === "succeeded", key),
    onSuccess: (next) => {
      setKey(crypto.randomUUID());
      done(next);
    },
  });
  const isGoing = phase?.state === "queued" || phase?.state === "running";
  const isJustEnded = useJustEnded(isGoing);
  return (
    <>
      <ProblemNote error={cancel.error ?? again.error} />
      <div className="flex flex-wrap gap-3">
        {isGoing ? (
          <button
            type="button"
            className={BUTTON.plain}
            disabled={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {words.cancel}
          </button>
        ) : isSameTwice(view) ? null : (
          <button
            type="button"
            className={BUTTON.plain}
            disabled={again.isPending || isJustEnded}
            onClick={() => again.mutate()}
          >
            {(phase?.state === "succeeded" ? words.another : words.again)(view.credits)}
          </button>
        )}
        {!isGoing && <DeleteButton id={id} gone={gone} />}
        {phase?.state === "succeeded" && (
          <Link to="/library" className={BUTTON.plain}>
            {words.library}
          </Link>
        )}
        <Link to="/jobs" className={BUTTON.plain}>
          {words.jobs}
        </Link>
      </div>
    </>
  );
}

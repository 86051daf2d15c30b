import type { UserView } from "@llamasketch/contract";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useId, type ReactNode } from "react";
import { readModels, type Kind, type Model } from "../../../api/generations.ts";
import { Choice } from "../../../ui/choice.tsx";
import { isOffered, takes, type Draft, type Lack } from "./draft.ts";
import { ModelField } from "./model-field.tsx";
import { MoreFields } from "./more-fields.tsx";
import { PromptPart } from "./prompt-part.tsx";
import { ScaleField } from "./scale-field.tsx";
import { SizeFields } from "./size-fields.tsx";
import { SourceField } from "./source-field.tsx";
import { words } from "./words.ts";

const COUNTS = { 1: "1", 2: "2", 3: "3", 4: "4" } as const;

interface Props {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  me: UserView | null;
  /** What was missing when the button was pressed. */
  lack: Lack | null;
  submit: () => void;
  /** The price and the button. */
  children: ReactNode;
}

/** What to make. Which kinds of work there are, the models say. */
export function GenerateForm({ draft, change, me, lack, submit, children }: Props) {
  const id = useId();
  const models = useQuery({ queryKey: ["models"], queryFn: readModels, refetchInterval: 30_000 });
  const kinds = kindsOf(models);
  const { words: hasWords, image, size, scale: hasScale } = takes(draft.kind);
  return (
    <form
      className="account-part"
      aria-labelledby={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 id={id} className="text-subhead font-semibold">
        {words.form}
      </h2>
      {kinds.length > 1 && (
        <Choice
          legend={words.kind}
          options={
            Object.fromEntries(kinds.map((kind) => [kind, words.kinds[kind] ?? kind])) as Record<Kind, string>
          }
          value={draft.kind}
          // A model that does one thing may not do another.
          choose={(kind) => change({ kind, model: null })}
        />
      )}
      {image && (
        <SourceField
          draft={draft}
          change={change}
          problem={lack === "image" ? words.lacks.image : undefined}
        />
      )}
      {hasWords && <PromptPart prompt={draft.prompt} change={(prompt) => change({ prompt })} />}
      {(lack === "prompt" || lack === "long") && (
        <p role="alert" className="text-bad">
          {words.lacks[lack]}
        </p>
      )}
      <ModelField models={models} draft={draft} change={change} />
      {size ? (
        <>
          <SizeFields draft={draft} change={change} />
          <Choice
            legend={words.quality}
            options={words.qualities}
            value={draft.quality}
            choose={(quality) => change({ quality })}
          />
          <Choice
            legend={words.count}
            options={COUNTS}
            value={String(draft.count) as `${keyof typeof COUNTS}`}
            choose={(count) => change({ count: Number(count) })}
          />
        </>
      ) : (
        hasScale && <ScaleField draft={draft} change={change} />
      )}
      <div className="grid gap-1">
        <Choice
          legend={words.when}
          options={words.classes}
          value={draft.class}
          choose={(chosen) => change({ class: chosen })}
        />
        {draft.class === "batch" && <p className="text-small text-muted">{words.batchSaid}</p>}
      </div>
      {me?.email && (
        <label className="flex min-h-11 cursor-pointer items-center gap-3">
          <input
            type="checkbox"
            className="size-5 shrink-0 accent-(--primary)"
            checked={draft.mail}
            onChange={({ target }) => change({ mail: target.checked })}
          />
          <span className="min-w-0">
            {words.mail}
            <span className="block text-small break-words text-muted">{words.mailTo(me.email)}</span>
          </span>
        </label>
      )}
      {hasWords && <MoreFields draft={draft} change={change} />}
      {children}
    </form>
  );
}

/** In the order in which models name them; what this page knows how to ask for. */
const kindsOf = ({ data = [] }: UseQueryResult<Model[]>): Kind[] =>
  [...new Set(data.flatMap(({ does }) => does))].filter(isOffered);

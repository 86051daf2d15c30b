import type { GenerationResult } from "@llamasketch/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { CloudOff, ImagePlus } from "lucide-react";
import { useEffect, useState } from "react";
import { Frame } from "../../../app/frame.tsx";
import { Part } from "../../../app/part.tsx";
import { readMe } from "../../../api/accounts.ts";
import { generate, type Kind } from "../../../api/generations.ts";
import { passDoor } from "../../../credits/door.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { toast } from "../../../ui/toasts.ts";
import { useOnline } from "../../../ui/use-online.ts";
import { rememberPrompt } from "../../../prompt/use-suggestions.ts";
import { CurlPart } from "./curl-part.tsx";
import { askedOf, isJobId, lackOf, pricedOf, type Draft, type Source } from "./draft.ts";
import { GenerateForm } from "./generate-form.tsx";
import { JobPanel } from "./job-panel.tsx";
import { keepDraft, readDraft } from "./kept-draft.ts";
import { PricePart } from "./price-part.tsx";
import { fittingSize } from "./sizes.ts";
import { Submitter } from "./submitter.ts";
import { useQuote } from "./use-quote.ts";
import { words } from "./words.ts";
import { mediaHolds, shelf } from "../../../ui/browser-gifts.ts";

const NARROW = "(max-width: 899.9px)";

/** From words to a picture in the queue: what is wanted, what it costs, what became of it. */
export function GeneratePage() {
  return (
    <Frame title={words.title} isWide>
      <p className="text-muted">{words.lead}</p>
      <OfflineNote />
      <Studio />
    </Frame>
  );
}

function Studio() {
  const { job, image, position = 0 } = useSearch({ from: "/generate" });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const me = useQuery({ queryKey: ["me"], queryFn: readMe });
  const [draft, change] = useDraft(isJobId(image) ? { generation: image, position } : null);
  const asked = askedOf({ ...draft, mail: draft.mail && me.data?.email != null });
  const [round, setRound] = useState(0);
  const [isPressed, setPressed] = useState(false);
  const lack = lackOf(draft);
  const quote = useQuote(pricedOf(draft), round, lack !== "image");
  const [submitter] = useState(
    () =>
      new Submitter({
        send: generate,
        newKey: () => crypto.randomUUID(),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      }),
  );
  const show = (id: string): void => {
    void navigate({ to: "/generate", search: { job: id }, resetScroll: false }).then(() => {
      if (mediaHolds(NARROW)) document.getElementById("result")?.scrollIntoView();
    });
  };
  const send = useMutation({
    mutationFn: async (quoteId: string) => {
      // Where it does not open, the call itself says what is missing.
      await passDoor().catch(() => false);
      return submitter.submit(asked, quoteId);
    },
    onSuccess: (view) => {
      rememberPrompt(draft.prompt);
      queries.setQueryData(["generation", view.id], view);
      void queries.invalidateQueries({ queryKey: ["generations"] });
      show(view.id);
    },
    // A price is good once.
    onSettled: () => setRound((before) => before + 1),
  });
  const submit = (): void => {
    setPressed(lack !== null);
    if (lack === "prompt" || lack === "long") document.getElementById("prompt")?.focus();
    if (lack === null && quote.data && quote.isSettled && !send.isPending) send.mutate(quote.data.id);
  };
  const goIn = (kind: Kind, generation: string, { position, widthPx, heightPx }: GenerationResult): void => {
    change({ kind, model: null, image: { generation, position }, ...fittingSize({ widthPx, heightPx }) });
    document.getElementById("main")?.scrollIntoView();
  };
  return (
    <div className="generate">
      <GenerateForm
        draft={draft}
        change={change}
        me={me.data ?? null}
        lack={isPressed ? lack : null}
        submit={submit}
      >
        <PricePart
          quote={lack === "image" ? undefined : quote.data}
          missing={lack === "image" ? words.lacks.image : null}
          isCurrent={quote.isSettled && !quote.isPlaceholderData}
          quoteError={quote.error}
          askAgain={() => void quote.refetch()}
          isSending={send.isPending}
          sendError={send.error}
        />
      </GenerateForm>
      <div className="generate-aside" id="result">
        <Part title={words.result}>
          {isJobId(job) ? (
            <JobPanel
              key={job}
              id={job}
              show={show}
              goIn={goIn}
              gone={() => void navigate({ to: "/generate", search: {}, resetScroll: false })}
              keepSeed={(seed) => {
                change({ seed });
                toast({ text: words.seedKept(seed) });
              }}
            />
          ) : (
            <Nothing />
          )}
        </Part>
        <CurlPart asked={asked} hasAccount={me.data?.email != null} />
      </div>
    </div>
  );
}

function OfflineNote() {
  if (useOnline()) return null;
  return (
    <p role="status" className="flex items-center gap-2 rounded-lg border border-warn px-4 py-3">
      <CloudOff className="size-5 shrink-0 text-muted" aria-hidden="true" />
      {words.offline}
    </p>
  );
}

function Nothing() {
  return (
    <div className="grid justify-items-center gap-3 py-8 text-center">
      <ImagePlus className="size-10 text-muted" aria-hidden="true" />
      <p className="text-field font-semibold">{words.nothingTitle}</p>
      <p className="max-w-[44ch] text-muted">{words.nothing}</p>
      <Link to="/jobs" className={BUTTON.plain}>
        {words.jobs}
      </Link>
    </div>
  );
}

/** What the form says; `image`: a picture that the address brings along. */
function useDraft(image: Source | null): [Draft, (part: Partial<Draft>) => void] {
  const [draft, setDraft] = useState(() => {
    const kept = readDraft(shelf);
    return image ? { ...kept, kind: "edit" as const, image } : kept;
  });
  useEffect(() => keepDraft(shelf, draft), [draft]);
  return [draft, (part) => setDraft((before) => ({ ...before, ...part }))];
}

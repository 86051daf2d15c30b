import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  listDeliveries,
  readWebhookSecret,
  renewWebhookSecret,
  resendWebhook,
  type Delivery,
} from "../api/generations.ts";
import { relativeTime } from "../ui/relative-time.ts";
import { useNow } from "../app/use-now.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { FailureNote } from "../app/failure-note.tsx";
import { ConfirmSheet } from "../ui/confirm-sheet.tsx";
import { toast } from "../ui/toasts.ts";
import { Frame } from "../app/frame.tsx";
import { Loaded, Part } from "../app/part.tsx";
import { StopsPart } from "./stops-part.tsx";
import { words } from "./words.ts";

const PAGE = 20;
const LOOK_MS = 5000;

/** What programs are told of the ends of jobs: how it is signed, and how telling went. */
export function WebhooksPage() {
  return (
    <Frame title={words.webhooksTitle}>
      <p className="text-muted">{words.webhooksText}</p>
      <div className="account-parts">
        <SecretPart />
        <StopsPart />
        <Part title={words.deliveries} isWide>
          <Deliveries />
        </Part>
      </div>
    </Frame>
  );
}

function SecretPart() {
  const queries = useQueryClient();
  const [isShown, setShown] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const secret = useQuery({
    queryKey: ["webhook-secret"],
    queryFn: readWebhookSecret,
    enabled: isShown,
    gcTime: 0,
  });
  const renew = useMutation({
    mutationFn: renewWebhookSecret,
    onSuccess: (fresh) => {
      queries.setQueryData(["webhook-secret"], fresh);
      setShown(true);
      setAsked(false);
      toast({ text: words.secretRenewed });
    },
  });
  return (
    <Part title={words.secretTitle} isWide>
      <p className="text-muted">{words.secretText}</p>
      {isShown && (
        <Loaded query={secret}>
          {(value) => (
            <code className="font-mono text-small break-all select-text" data-testid="webhook-secret">
              {value}
            </code>
          )}
        </Loaded>
      )}
      <div className="flex flex-wrap gap-3">
        <button
          type="button"
          className={BUTTON.plain}
          aria-expanded={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? words.secretHide : words.secretShow}
        </button>
        {isShown && secret.data && <CopyButton label={words.secretCopy} text={() => secret.data} />}
        <button type="button" className={BUTTON.plain} onClick={() => setAsked(true)}>
          {words.secretRenew}
        </button>
      </div>
      {isAsked && (
        <ConfirmSheet
          title={words.renewTitle}
          text={words.renewText}
          no={words.renewNo}
          yes={words.renewYes}
          isPending={renew.isPending}
          confirm={() => renew.mutate()}
          close={() => setAsked(false)}
        >
          <FailureNote error={renew.error} />
        </ConfirmSheet>
      )}
    </Part>
  );
}

function Deliveries() {
  const queries = useQueryClient();
  const nowMs = useNow();
  const queryKey = ["webhook-deliveries"];
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => listDeliveries(pageParam, PAGE),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: LOOK_MS,
  });
  const again = useMutation({
    mutationFn: resendWebhook,
    onSuccess: () => {
      toast({ text: words.resent });
      return queries.invalidateQueries({ queryKey });
    },
  });
  return (
    <Loaded query={list}>
      {({ pages }) => {
        const deliveries = pages.flatMap((page) => page.deliveries);
        if (deliveries.length === 0) return <p className="text-muted">{words.noDeliveries}</p>;
        return (
          <>
            <FailureNote error={again.error} />
            <ul className="account-list">
              {deliveries.map((delivery) => (
                <Row
                  key={delivery.generation}
                  delivery={delivery}
                  nowMs={nowMs}
                  isBusy={again.isPending}
                  again={() => again.mutate(delivery.generation)}
                />
              ))}
            </ul>
            {list.hasNextPage && (
              <button
                type="button"
                className={BUTTON.plain}
                disabled={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {words.olderDeliveries}
              </button>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

interface RowProps {
  delivery: Delivery;
  nowMs: number;
  isBusy: boolean;
  again: () => void;
}

const TONES: Record<Delivery["state"], string> = {
  pending: "text-warn",
  delivered: "text-good",
  failed: "text-bad",
  stopped: "text-bad",
};

function Row({ delivery, nowMs, isBusy, again }: RowProps) {
  const { generation, url, prompt, state, attempts, lastStatus, nextAt, createdAt } = delivery;
  // Its address was stopped before: nobody was asked.
  const isLeftOut = state === "stopped" && lastStatus === null;
  const isWaiting = state === "pending" && nextAt !== null;
  return (
    <li data-testid="delivery" data-job={generation} data-state={state}>
      <span className="grid min-w-0 flex-1">
        <Link
          to="/generate"
          search={{ job: generation }}
          className="line-clamp-1 min-h-11 content-center font-medium break-all hover:underline"
        >
          {prompt || generation}
        </Link>
        <span className="text-small break-all text-muted">{url}</span>
        <span className="text-small">
          <span className={TONES[state]}>{words.deliveryStates[state]}</span>
          <span className="text-muted">
            {" · "}
            {[
              relativeTime(Date.parse(createdAt), nowMs),
              isLeftOut ? "" : words.attempts(attempts),
              attempts === 0 || isLeftOut
                ? ""
                : lastStatus === null
                  ? words.noAnswer
                  : words.answered(lastStatus),
              isWaiting ? words.nextTry(nextAt) : "",
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
      </span>
      <button
        type="button"
        className={BUTTON.plain}
        aria-label={words.resendNamed(prompt || generation)}
        disabled={isBusy || state === "stopped"}
        onClick={again}
      >
        {words.resend}
      </button>
    </li>
  );
}

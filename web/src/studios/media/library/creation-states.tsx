import { Link } from "@tanstack/react-router";
import { CloudOff, Images, RotateCw, SearchX } from "lucide-react";
import type { FailureDetail } from "../../../api/api-failure.ts";
import { StateMessage } from "../../../ui/grid/states.tsx";
import { relativeTime } from "../../../ui/relative-time.ts";
import { deviceNowMs, useNow } from "../../../app/use-now.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { words as kitWords } from "../../../ui/words.ts";
import { words } from "./words.ts";
import { isOnline } from "../../../ui/browser-gifts.ts";

export function NothingMade() {
  return (
    <StateMessage icon={Images} title={words.emptyTitle} text={words.empty}>
      <Link to="/generate" className={BUTTON.primary}>
        {words.make}
      </Link>
    </StateMessage>
  );
}

export function NothingFound({ showAll }: { showAll: () => void }) {
  return (
    <StateMessage icon={SearchX} title={words.noneFoundTitle} text={words.noneFound}>
      <button type="button" className={BUTTON.plain} onClick={showAll}>
        {words.showAll}
      </button>
    </StateMessage>
  );
}

export function FailedCreations({ failure, retry }: { failure: FailureDetail; retry: () => void }) {
  const { status, message, hint, requestId } = failure;
  const isOffline = status === 0 && !isOnline();
  return (
    <StateMessage
      icon={CloudOff}
      title={isOffline ? words.offlineTitle : words.failedTitle}
      text={isOffline ? words.offlineEmpty : [message, hint].filter(Boolean).join(" ")}
    >
      <button type="button" className={BUTTON.primary} onClick={retry}>
        <RotateCw className="size-4" aria-hidden="true" />
        {words.tryAgain}
      </button>
      {requestId && (
        <p className="flex basis-full items-center justify-center text-muted select-text">
          {kitWords.request} <code className="ml-1 font-mono break-all">{requestId}</code>
          <CopyButton label={kitWords.copyRequest} text={() => requestId} isSmall />
        </p>
      )}
    </StateMessage>
  );
}

export function MoreCreationsFailed({ retry }: { retry: () => void }) {
  return (
    <p role="alert" className="flex flex-wrap items-center justify-center gap-3 py-4">
      {words.moreFailed}
      <button type="button" className={BUTTON.plain} onClick={retry}>
        {words.tryAgain}
      </button>
    </p>
  );
}

/** The list is not of this moment. */
export function OfflineNote({ keptAtMs }: { keptAtMs: number }) {
  const nowMs = useNow(deviceNowMs);
  return (
    <p
      role="status"
      className="mb-4 flex items-center gap-3 rounded-lg border border-border bg-surface px-4 py-3"
    >
      <CloudOff className="size-5 shrink-0 text-muted" aria-hidden="true" />
      {words.offline(relativeTime(keptAtMs, nowMs))}
    </p>
  );
}

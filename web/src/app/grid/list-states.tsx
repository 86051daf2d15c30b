/** How a list says that it could not be had, or is not of this moment. */
import { CloudOff, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import type { FailureDetail } from "../../api/api-failure.ts";
import { isOnline } from "../../ui/browser-gifts.ts";
import { BUTTON } from "../../ui/button-styles.ts";
import { StateMessage } from "../../ui/grid/states.tsx";
import { relativeTime } from "../../ui/relative-time.ts";
import { RequestId } from "../../ui/request-id.tsx";
import { deviceNowMs, useNow } from "../use-now.ts";
import { words } from "../words.ts";

interface FailedProps {
  failure: FailureDetail;
  /** In the words of this list. */
  said: { offlineTitle: string; offlineEmpty: string; failedTitle: string };
  retry: () => void;
  /** Another way on. */
  children?: ReactNode;
}

export function FailedList({ failure, said, retry, children }: FailedProps) {
  const { status, message, hint, requestId } = failure;
  const isOffline = status === 0 && !isOnline();
  return (
    <StateMessage
      icon={CloudOff}
      title={isOffline ? said.offlineTitle : said.failedTitle}
      text={isOffline ? said.offlineEmpty : [message, hint].filter(Boolean).join(" ")}
    >
      <button type="button" className={BUTTON.primary} onClick={retry}>
        <RotateCw className="size-4" aria-hidden="true" />
        {words.tryAgain}
      </button>
      {children}
      {requestId && (
        <p className="flex basis-full items-center justify-center text-muted select-text">
          <RequestId id={requestId} />
        </p>
      )}
    </StateMessage>
  );
}

export function MoreFailed({ text, retry }: { text: string; retry: () => void }) {
  return (
    <p role="alert" className="flex flex-wrap items-center justify-center gap-3 py-4">
      {text}
      <button type="button" className={BUTTON.plain} onClick={retry}>
        {words.tryAgain}
      </button>
    </p>
  );
}

/** The list is of `keptAtMs`, and nothing in it can be changed. `text`: how this list says so. */
export function KeptNote({ keptAtMs, text }: { keptAtMs: number; text: (time: string) => string }) {
  const nowMs = useNow(deviceNowMs);
  return (
    <p
      role="status"
      className="mb-4 flex items-center gap-3 rounded-lg border border-border bg-surface px-4 py-3"
    >
      <CloudOff className="size-5 shrink-0 text-muted" aria-hidden="true" />
      {text(relativeTime(keptAtMs, nowMs))}
    </p>
  );
}

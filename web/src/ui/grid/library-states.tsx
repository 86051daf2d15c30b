import { Link } from "@tanstack/react-router";
import { CloudOff, ImagePlus, RotateCw, SearchX, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { FailureDetail } from "../../api/api-failure.ts";
import { BUTTON } from "../button-styles.ts";
import { CopyButton } from "../copy-button.tsx";
import { words as pageWords } from "../../app/words.ts";
import { relativeTime } from "../relative-time.ts";
import { useGridShape } from "./use-grid-shape.ts";
import { deviceNowMs, useNow } from "../use-now.ts";
import { words } from "../../studios/sketch/list/words.ts";
import { isOnline } from "../browser-gifts.ts";

const SKELETON_ROWS = 3;

/** Cards to come, of their real shape. */
export function SkeletonGrid({ rows = SKELETON_ROWS }: { rows?: number }) {
  const [grid, shape] = useGridShape();
  return (
    <ul ref={grid} aria-hidden="true" className="flex flex-wrap" style={{ gap: shape?.gapPx }}>
      {shape &&
        Array.from({ length: rows * shape.columns }, (_, at) => (
          <li
            key={at}
            className="overflow-hidden rounded-lg border border-border bg-surface"
            style={{ width: shape.cardWidthPx, height: shape.rowHeightPx - shape.gapPx }}
          >
            <div className="chip-waits aspect-square bg-raised" />
            <div className="mx-3 mt-3 h-3 w-2/3 rounded bg-raised" />
            <div className="mx-3 mt-2 h-2.5 w-1/3 rounded bg-raised" />
          </li>
        ))}
    </ul>
  );
}

export function EmptyLibrary() {
  return (
    <StateMessage icon={ImagePlus} title={words.emptyTitle} text={words.empty}>
      <Link to="/" className={BUTTON.primary}>
        {words.draw}
      </Link>
    </StateMessage>
  );
}

export function NoneFound({ find }: { find: string }) {
  return <StateMessage icon={SearchX} title={words.noneFoundTitle} text={words.noneFound(find)} />;
}

export function FailedList({ failure, retry }: { failure: FailureDetail; retry: () => void }) {
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
      <Link to="/" className={BUTTON.plain}>
        {words.newSketch}
      </Link>
      {requestId && (
        <p className="flex basis-full items-center justify-center text-muted select-text">
          {pageWords.request} <code className="ml-1 font-mono break-all">{requestId}</code>
          <CopyButton label={pageWords.copyRequest} text={() => requestId} isSmall />
        </p>
      )}
    </StateMessage>
  );
}

export function MoreFailed({ retry }: { retry: () => void }) {
  return (
    <p role="alert" className="flex flex-wrap items-center justify-center gap-3 py-4">
      {words.moreFailed}
      <button type="button" className={BUTTON.plain} onClick={retry}>
        {words.tryAgain}
      </button>
    </p>
  );
}

/** The list is not of this moment, and nothing in it can be changed. */
export function KeptNote({ keptAtMs }: { keptAtMs: number }) {
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

interface MessageProps {
  icon: LucideIcon;
  title: string;
  text: string;
  children?: ReactNode;
}

/** What stands where the list would. */
export function StateMessage({ icon: Icon, title, text, children }: MessageProps) {
  return (
    <div className="grid min-h-[60dvh] place-content-center justify-items-center gap-3 text-center">
      <Icon className="size-10 text-muted" aria-hidden="true" />
      <h2 className="text-[20px] font-semibold break-words">{title}</h2>
      <p className="max-w-[44ch] text-[16px] break-words text-muted">{text}</p>
      <div className="mt-2 flex flex-wrap justify-center gap-3">{children}</div>
    </div>
  );
}

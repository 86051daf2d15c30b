import { CopyButton } from "../../../ui/copy-button.tsx";
import type { Notice } from "./notice.ts";
import { words } from "./words.ts";

/** What went wrong, and the request to quote. */
export function NoticeCard({ notice }: { notice: Notice }) {
  const { text, requestId } = notice;
  return (
    <div
      role="alert"
      className="flex items-center gap-2 rounded-lg border border-border bg-surface py-1 pr-1 pl-4 text-text shadow-raised select-text"
    >
      <div className="min-w-0 flex-1 py-2">
        <p>{text}</p>
        {requestId && <p className="text-small break-all text-muted">{words.request(requestId)}</p>}
      </div>
      {requestId && <CopyButton label={words.copyRequest} text={() => requestId} isSmall />}
    </div>
  );
}

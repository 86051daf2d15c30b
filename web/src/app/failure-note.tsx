import { describeFailure } from "../api/api-failure.ts";
import { RequestId } from "../ui/request-id.tsx";

/** What went wrong with what was just asked for; nothing while nothing did. */
export function FailureNote({ error }: { error: unknown }) {
  if (!error) return null;
  const { message, hint, requestId, fields } = describeFailure(error);
  const about = Object.values(fields ?? {});
  return (
    <div role="alert" className="rounded-lg border border-bad px-4 py-3 select-text">
      <p>{[message, hint, ...about].filter(Boolean).join(" ")}</p>
      {requestId && (
        <p className="flex flex-wrap items-center text-small text-muted">
          <RequestId id={requestId} />
        </p>
      )}
    </div>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { listStops, resumeWebhook } from "../api/generations.ts";
import { relativeTime } from "../ui/relative-time.ts";
import { useNow } from "../app/use-now.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { toast } from "../ui/toasts.ts";
import { Part } from "../app/part.tsx";
import { words } from "./words.ts";

const LOOK_MS = 5000;

/** Addresses that answered "gone", with the way back; nothing while there are none. */
export function StopsPart() {
  const queries = useQueryClient();
  const nowMs = useNow();
  const queryKey = ["webhook-stops"];
  const stops = useQuery({ queryKey, queryFn: listStops, refetchInterval: LOOK_MS });
  const resume = useMutation({
    mutationFn: resumeWebhook,
    onSuccess: (left) => {
      queries.setQueryData(queryKey, left);
      toast({ text: words.resumed });
      return queries.invalidateQueries({ queryKey: ["webhook-deliveries"] });
    },
  });
  if (!stops.data?.length) return null;
  return (
    <Part title={words.stops} isWide>
      <p className="text-muted">{words.stopsText}</p>
      <FailureNote error={resume.error} />
      <ul className="account-list">
        {stops.data.map(({ url, stoppedAt }) => (
          <li key={url} data-testid="webhook-stop">
            <span className="grid min-w-0 flex-1">
              <span className="break-all">{url}</span>
              <span className="text-small text-muted">
                {words.stoppedAgo(relativeTime(Date.parse(stoppedAt), nowMs))}
              </span>
            </span>
            <button
              type="button"
              className={BUTTON.plain}
              aria-label={words.resumeNamed(url)}
              disabled={resume.isPending}
              onClick={() => resume.mutate(url)}
            >
              {words.resume}
            </button>
          </li>
        ))}
      </ul>
    </Part>
  );
}

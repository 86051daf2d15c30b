import type { ComfyClient } from "./client.ts";

/** What became of a prompt that was to be cancelled. */
export type ComfyCancelled =
  /** It will not run, or was stopped. */
  | "cancelled"
  /** It had ended by itself. */
  | "finished"
  /** The server knows nothing of it. */
  | "unknown"
  /** It still ran after the last try. */
  | "still_running";

/**
 * Cancels one prompt and nothing else, and makes sure of it: on an older server a stop that lands as the
 * prompt starts is lost, so it looks again and repeats. Rejects when the server does not answer.
 */
export async function cancelPrompt(
  client: ComfyClient,
  promptId: string,
  options: { jobsApi: boolean; tries?: number; waitMs?: number },
): Promise<ComfyCancelled> {
  const tries = options.tries ?? 40;
  const waitMs = options.waitMs ?? 50;
  let hasActed = false;
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(1000, waitMs * attempt)));
    const state = await (options.jobsApi ? jobState(client, promptId) : queueState(client, promptId));
    if (state === "cancelled") return "cancelled";
    if (state === "finished") return "finished";
    if (state === "unknown") {
      // Dequeued prompts leave no trace. One that just ended may not be in the history yet.
      if (hasActed) return "cancelled";
      if (attempt > 0) return "unknown";
      continue;
    }
    hasActed = true;
    if (options.jobsApi) await client.cancelJob(promptId);
    else if (state === "pending") await client.dequeue([promptId]);
    else await client.interrupt(promptId);
  }
  return "still_running";
}

type State = "pending" | "running" | "finished" | "cancelled" | "unknown";

async function jobState(client: ComfyClient, promptId: string): Promise<State> {
  const job = await client.job(promptId);
  switch (job?.status) {
    case "pending":
      return "pending";
    case "in_progress":
      return "running";
    case "cancelled":
      return "cancelled";
    case "completed":
    case "failed":
      return "finished";
    case undefined:
      return "unknown";
  }
}

async function queueState(client: ComfyClient, promptId: string): Promise<State> {
  const queue = await client.queue();
  if (queue.running.some((item) => item.promptId === promptId)) return "running";
  if (queue.pending.some((item) => item.promptId === promptId)) return "pending";
  const entry = await client.history(promptId);
  if (!entry) return "unknown";
  return entry.messages.some(([type]) => type === "execution_interrupted") ? "cancelled" : "finished";
}

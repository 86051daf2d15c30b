import type { ComfyClient } from "./client.ts";
import {
  ComfyExecutionError,
  ComfyInterrupted,
  ComfyLost,
  ComfyTimeout,
  ComfyValidationError,
} from "./errors.ts";
import type { ComfyError } from "./errors.ts";
import { failureData } from "./event.ts";
import type { ComfyEvent } from "./event.ts";
import type { ComfyWorkflow } from "./graph.ts";
import { fileReply } from "./replies.ts";
import type { ComfyFile } from "./replies.ts";
import type { ComfySocket } from "./socket.ts";
import { isWholeImage } from "./whole-image.ts";

/** A finished picture. */
export interface ComfyPicture {
  readonly bytes: Uint8Array;
  /** `image/png` from `SaveImageWebsocket`. */
  readonly mime: string;
}

/** What a run needs. Times are milliseconds. */
export interface ComfyRunOptions extends ComfyWorkflow {
  readonly client: ComfyClient;
  readonly socket: ComfySocket;
  /** Fresh lower-case UUID, never used before on this server. */
  readonly promptId: string;
  /** How long the socket may say nothing about this prompt before the server is asked. Default 10 s. */
  readonly silenceMs?: number;
  /** Total time allowed. Default 120 s. */
  readonly deadlineMs?: number;
  /** True when the server has the jobs API (see `ComfyClient.hasJobs`): asking it is lighter. */
  readonly jobsApi?: boolean;
  /** Before everything that waits. */
  readonly front?: boolean;
  /** Steps done in the sampler, out of `max`. */
  readonly onProgress?: (value: number, max: number) => void;
}

/**
 * Runs one prompt and resolves with the pictures its output node sent (one a batch member), as soon as
 * the server says it succeeded; the server may start before it has answered the submission. Rejects with
 * `ComfyValidationError`, `ComfyExecutionError`, `ComfyInterrupted`, `ComfyLost`, `ComfyTimeout`,
 * `ComfyHttpError` or `ComfyUnreachable`.
 */
export async function runPrompt(options: ComfyRunOptions): Promise<readonly ComfyPicture[]> {
  return (await run(options, "pictures")).pictures;
}

/** The same for a node that writes files, like `SaveAnimatedWEBP`: resolves with their places for `view`. */
export async function runPromptForFiles(options: ComfyRunOptions): Promise<readonly ComfyFile[]> {
  return (await run(options, "files")).files;
}

interface RunResult {
  readonly pictures: readonly ComfyPicture[];
  readonly files: readonly ComfyFile[];
}

async function run(options: ComfyRunOptions, wanted: keyof RunResult): Promise<RunResult> {
  const { client, socket, promptId } = options;
  if (socket.closed) throw new ComfyLost(promptId, "socket_closed");
  const watch = watchPrompt(options, wanted);
  try {
    // A refusal or a failed POST wins; otherwise the socket decides, even before the answer is in.
    const submitted = client
      .submit(options.graph, { promptId, clientId: socket.clientId, front: options.front ?? false })
      .then(({ nodeErrors }) => {
        // Taken, but the output was left out: nothing would ever come.
        if (!Object.hasOwn(nodeErrors, options.outputNode)) return;
        client.dequeue([promptId]).catch(() => undefined);
        const reason = "the output was left out";
        throw new ComfyValidationError("prompt_outputs_failed_validation", reason, nodeErrors);
      });
    const end = watch.result.catch(async (error: unknown) => {
      // Nothing came: the answer, if it is still under way, may say why.
      if (error instanceof ComfyLost && error.reason === "no_picture") await submitted;
      throw error;
    });
    return await Promise.race([end, submitted.then(() => end)]);
  } finally {
    watch.stop();
  }
}

function watchPrompt(
  options: ComfyRunOptions,
  wanted: keyof RunResult,
): {
  result: Promise<RunResult>;
  stop: () => void;
} {
  const { client, socket, promptId, outputNode } = options;
  const silenceMs = options.silenceMs ?? 10_000;
  const deadlineMs = options.deadlineMs ?? 120_000;
  const pictures: ComfyPicture[] = [];
  const files: ComfyFile[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<RunResult>();
  // The submission may fail first; a later rejection here must not surface as unhandled.
  promise.catch(() => undefined);
  let current: string | null = null;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const deadline = setTimeout(() => fail(new ComfyTimeout(promptId, deadlineMs)), deadlineMs);
  const fail = (error: ComfyError): void => {
    stop();
    reject(error);
  };
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => void askServer(), silenceMs);
  };
  const askServer = async (): Promise<void> => {
    const verdict = await reconcile(client, promptId, options.jobsApi).catch(() => null);
    if (stopped) return;
    if (verdict) fail(verdict);
    else heard();
  };
  const onEvent = (event: ComfyEvent): void => {
    if (event.kind === "executing") {
      if (event.promptId === promptId) current = event.node;
      else if (event.promptId !== null) current = null;
    }
    if (event.kind === "image") {
      // Without metadata, PNG is final and JPEG is a preview, and only the running node tells whose it is.
      const mine =
        event.promptId === null
          ? current === outputNode && event.mime === "image/png"
          : event.promptId === promptId && event.nodeId === outputNode;
      // Half a picture is none.
      if (mine && isWholeImage(event.bytes, event.mime))
        pictures.push({ bytes: event.bytes, mime: event.mime });
    }
    if (!("promptId" in event) || event.promptId !== promptId) return;
    heard();
    switch (event.kind) {
      case "progress":
        if (event.node !== outputNode) options.onProgress?.(event.value, event.max);
        break;
      case "executed":
        if (event.node === outputNode) files.push(...filesIn(event.output));
        break;
      case "success":
        if ({ pictures, files }[wanted].length === 0) return fail(new ComfyLost(promptId, "no_picture"));
        stop();
        resolve({ pictures, files });
        break;
      case "error":
        fail(new ComfyExecutionError(event));
        break;
      case "interrupted":
        fail(new ComfyInterrupted(promptId));
        break;
    }
  };
  let stopped = false;
  const stopListening = socket.listen(onEvent);
  const stopClose = socket.onClose(() => fail(new ComfyLost(promptId, "socket_closed")));
  const stop = (): void => {
    stopped = true;
    clearTimeout(silence);
    clearTimeout(deadline);
    stopListening();
    stopClose();
  };
  heard();
  return { result: promise, stop };
}

/**
 * What became of a prompt the socket went silent on: an error when its result cannot arrive any more,
 * null while it is queued or running. Rejects when the server does not answer.
 */
export async function reconcile(
  client: ComfyClient,
  promptId: string,
  jobsApi = false,
): Promise<ComfyError | null> {
  if (jobsApi) return reconcileJob(client, promptId);
  // Queue first: a prompt that ends between the two questions is then found in the history.
  const queue = await client.queue();
  const entry = await client.history(promptId);
  if (entry) {
    if (entry.succeeded) return new ComfyLost(promptId, "finished_unseen");
    const failure = entry.messages.find(([type]) => type === "execution_error");
    const parsed = failureData.safeParse(failure?.[1]);
    return parsed.success ? new ComfyExecutionError(parsed.data) : new ComfyInterrupted(promptId);
  }
  const waiting = [...queue.running, ...queue.pending].some((item) => item.promptId === promptId);
  return waiting ? null : new ComfyLost(promptId, "unknown_to_server");
}

async function reconcileJob(client: ComfyClient, promptId: string): Promise<ComfyError | null> {
  const job = await client.job(promptId);
  switch (job?.status) {
    case "pending":
    case "in_progress":
      return null;
    case "completed":
      return new ComfyLost(promptId, "finished_unseen");
    case "failed": {
      const parsed = failureData.safeParse(job.failure);
      return parsed.success ? new ComfyExecutionError(parsed.data) : new ComfyInterrupted(promptId);
    }
    case "cancelled":
      return new ComfyInterrupted(promptId);
    case undefined:
      return new ComfyLost(promptId, "unknown_to_server");
  }
}

/** Files that an `executed` event names, whatever their kind. */
function filesIn(output: unknown): ComfyFile[] {
  if (typeof output !== "object" || output === null) return [];
  return Object.values(output)
    .flat()
    .flatMap((entry) => fileReply.safeParse(entry).data ?? []);
}

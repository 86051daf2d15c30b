/** One entry of a node's `errors` in a refused prompt. */
export interface ComfyNodeProblem {
  /** e.g. `value_not_in_list`, `required_input_missing`. */
  readonly type: string;
  readonly message: string;
  readonly details: string;
  /** The input at fault, where the server named one. */
  readonly inputName?: string;
}

/** What was wrong with one node of a refused prompt. */
export interface ComfyNodeErrors {
  readonly classType: string;
  readonly problems: readonly ComfyNodeProblem[];
}

/** Any failure this package raises, so a caller can tell it from its own bugs. */
export class ComfyError extends Error {
  override readonly name: string = "ComfyError";
}

/** The server answered with a status that is neither success nor a validation report. */
export class ComfyHttpError extends ComfyError {
  override readonly name = "ComfyHttpError";
  readonly status: number;
  readonly path: string;
  constructor(status: number, path: string, text: string) {
    super(`ComfyUI answered ${status} on ${path}${text ? `: ${text.slice(0, 200)}` : ""}`);
    this.status = status;
    this.path = path;
  }
}

/** No usable answer: the connection failed, or the body was not what the protocol says. */
export class ComfyUnreachable extends ComfyError {
  override readonly name = "ComfyUnreachable";
}

/**
 * The graph was refused before it was queued. `value_not_in_list` on a loader means that this server
 * lacks the model: it is unfit for the graph and should not be asked again.
 */
export class ComfyValidationError extends ComfyError {
  override readonly name = "ComfyValidationError";
  /** e.g. `prompt_outputs_failed_validation`, `prompt_no_outputs`. */
  readonly type: string;
  readonly nodeErrors: Readonly<Record<string, ComfyNodeErrors>>;
  constructor(type: string, message: string, nodeErrors: Readonly<Record<string, ComfyNodeErrors>>) {
    super(`${type}: ${message}`);
    this.type = type;
    this.nodeErrors = nodeErrors;
  }
  /** True when a loader names a file that this server does not have. */
  get lacksModel(): boolean {
    return Object.values(this.nodeErrors).some(
      (node) =>
        /Loader/.test(node.classType) &&
        node.problems.some((problem) => problem.type === "value_not_in_list"),
    );
  }
}

/** A node failed. Carries no inputs and no traceback: those hold the person's words. */
export class ComfyExecutionError extends ComfyError {
  override readonly name = "ComfyExecutionError";
  readonly promptId: string;
  readonly nodeId: string;
  readonly nodeType: string;
  readonly exceptionType: string;
  constructor(report: {
    promptId: string;
    nodeId: string;
    nodeType: string;
    exceptionType: string;
    exceptionMessage: string;
  }) {
    super(`${report.nodeType} failed: ${report.exceptionType}: ${report.exceptionMessage.trim()}`);
    this.promptId = report.promptId;
    this.nodeId = report.nodeId;
    this.nodeType = report.nodeType;
    this.exceptionType = report.exceptionType;
  }
  /** True when the device ran out of memory: free it and try once more. */
  get outOfMemory(): boolean {
    return /OutOfMemory/i.test(this.exceptionType);
  }
}

/** The prompt was stopped by an interrupt. */
export class ComfyInterrupted extends ComfyError {
  override readonly name = "ComfyInterrupted";
  readonly promptId: string;
  constructor(promptId: string) {
    super(`Prompt ${promptId} was interrupted`);
    this.promptId = promptId;
  }
}

/** Why the result of a prompt can no longer arrive. */
export type ComfyLostReason =
  /** The socket closed while the prompt was under way; nothing missed is ever replayed. */
  | "socket_closed"
  /** Neither in the queue nor in the history: the server restarted, or the prompt was deleted. */
  | "unknown_to_server"
  /** It finished, but its picture went past unseen. */
  | "finished_unseen"
  /** It finished and sent no picture from the output node. */
  | "no_picture";

/** The result cannot arrive any more: queue the work again. Never means that it was done. */
export class ComfyLost extends ComfyError {
  override readonly name = "ComfyLost";
  readonly promptId: string;
  readonly reason: ComfyLostReason;
  constructor(promptId: string, reason: ComfyLostReason) {
    super(`Prompt ${promptId} is lost: ${reason}`);
    this.promptId = promptId;
    this.reason = reason;
  }
}

/** Still queued or running when its deadline passed. It was not cancelled. */
export class ComfyTimeout extends ComfyError {
  override readonly name = "ComfyTimeout";
  readonly promptId: string;
  constructor(promptId: string, deadlineMs: number) {
    super(`Prompt ${promptId} did not finish within ${deadlineMs} ms`);
    this.promptId = promptId;
  }
}

import { words } from "./words.ts";

export interface FailureDetail {
  /** HTTP status; 0 when no answer came. */
  status: number;
  code: string;
  message: string;
  hint?: string | undefined;
  requestId?: string | undefined;
  /** When it may be tried again, as the server says. */
  retryAfterS?: number | undefined;
  /** What is wrong with which field. */
  fields?: Record<string, string> | undefined;
}

/** A call that did not succeed, in words for a person. */
export class ApiFailure extends Error {
  readonly detail: FailureDetail;

  constructor(detail: FailureDetail) {
    super(detail.message);
    this.name = "ApiFailure";
    this.detail = detail;
  }

  /** Coming back as we are would end the same way. */
  get isFinal(): boolean {
    const { status } = this.detail;
    return status >= 400 && status < 500 && status !== 408 && status !== 429;
  }
}

export function describeFailure(error: unknown): FailureDetail {
  if (error instanceof ApiFailure) return error.detail;
  return { status: 0, code: "unexpected", message: words.unexpected, hint: words.reloadKept };
}

/** The same in one breath: what is wrong, and what to do next. */
export function failureText(error: unknown): string {
  const { message, hint } = describeFailure(error);
  return [message, hint].filter(Boolean).join(" ");
}

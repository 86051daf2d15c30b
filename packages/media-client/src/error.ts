import type { ErrorBody } from "@llamasketch/contract";

/** What the API refused, in its own words. */
export class MediaError extends Error {
  override readonly name = "MediaError";
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;
  readonly fields: Record<string, string> | undefined;
  constructor(status: number, body: ErrorBody | null) {
    super(body?.error.message ?? `The answer was ${status}.`);
    this.status = status;
    this.code = body?.error.code ?? "unknown";
    this.hint = body?.error.hint;
    this.requestId = body?.error.requestId;
    this.fields = body?.error.fields;
  }
}

import { ERROR_STATUS, type ErrorBody, type ErrorCode } from "@llamasketch/contract";
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { App } from "./context.ts";
import { log } from "../log.ts";

/** An error the caller may see. Everything else that is thrown becomes `internal` and says nothing. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly fields: Record<string, string> | undefined;
  /** When to come again; goes out as `retry-after`. */
  readonly retryAfterS: number | undefined;
  constructor(
    code: ErrorCode,
    message: string,
    more: { hint?: string; fields?: Record<string, string>; retryAfterS?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.hint = more.hint;
    this.fields = more.fields;
    this.retryAfterS = more.retryAfterS;
  }
}

export const storageFull = (): ApiError =>
  new ApiError(
    "storage_full",
    "You have used all of your storage: nothing was stored or charged. Delete sketches, pictures, generations or uploads, or take a larger plan.",
    {
      hint: "What is deleted counts until it is removed: half an hour for a sketch. GET /api/account says what is used.",
    },
  );

/** A batch that went beyond a budget was refused by the database. */
export function isStorageFull(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at.message.includes("storage_full")) return true;
  return false;
}

/** What a contract found wrong, field by field. */
export function invalid(error: z.ZodError): ApiError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join(".") || "(body)"] ??= issue.message;
  return new ApiError("bad_request", "Some fields are invalid.", { fields });
}

export const banned = (): ApiError =>
  new ApiError("forbidden", "This account was closed by a moderator.", {
    hint: "You can still export or delete what is in it. Write to us if you think this is a mistake.",
  });

export const notFound = (what: string): ApiError =>
  new ApiError("not_found", `There is no such ${what}.`, {
    hint: "It may have been deleted, or belong to someone else.",
  });

export function errorResponse(c: Context<App>, error: unknown): Response {
  const requestId = c.get("requestId");
  const known =
    error instanceof ApiError
      ? error
      : isStorageFull(error)
        ? storageFull()
        : new ApiError("internal", "Something failed on our side. Nothing was charged.", {
            hint: "Try again; if it stays, tell us the request id.",
          });
  if (known !== error) log("error", "request_failed", { requestId, path: c.req.routePath }, error);
  // Fields say themselves what is to be done about them.
  const hint = known.hint ?? (known.fields ? undefined : NEXT[known.code]);
  const body: ErrorBody = {
    error: {
      code: known.code,
      message: known.message,
      ...(hint && { hint }),
      requestId,
      ...(known.fields && { fields: known.fields }),
    },
  };
  const status = ERROR_STATUS[known.code];
  return c.json(body, status, {
    "x-request-id": requestId,
    "cache-control": "no-store",
    ...(known.retryAfterS !== undefined && { "retry-after": String(known.retryAfterS) }),
    ...(status === 401 && { "www-authenticate": challenge(c) }),
  });
}

/** What to do next about an error that does not say it better itself. */
const NEXT: Partial<Record<ErrorCode, string>> = {
  bad_request: "Change what is sent, then try again.",
  unauthorized: "Sign in, or send a key that holds: your account page makes and lists them.",
  ticket_invalid: "Fetch a new ticket.",
  sign_in_refused: "Check the address and the password, or ask for a link to sign in with.",
  proof_invalid: "Ask for a new link.",
  insufficient_credits: "The page Credits says what you have and how to have more.",
  forbidden: "Sign in as whoever may, or ask them.",
  verification_required: "Show that you are a person, or sign in.",
  not_found: "Check the address. What stood there may have been deleted, or belong to somebody else.",
  conflict: "Look at how it stands now, then try again.",
  payload_too_large: "Send less.",
  upgrade_required: "Connect with a WebSocket client.",
  unavailable: "Try again in a minute.",
};

/** What can be shown to be let in; whether what was shown is at fault (RFC 6750). */
const challenge = (c: Context<App>): string =>
  `Bearer realm="LlamaSketch"${/^bearer /i.test(c.req.header("authorization") ?? "") ? ', error="invalid_token"' : ""}`;

import { z } from "zod";

/** The closed list of error codes a caller can meet over HTTP, with the one status each has. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthorized: 401,
  ticket_invalid: 401,
  sign_in_refused: 401,
  proof_invalid: 400,
  insufficient_credits: 402,
  forbidden: 403,
  verification_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  storage_full: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  upgrade_required: 426,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof ERROR_STATUS;

export const errorBody = z
  .object({
    error: z.object({
      code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]),
      message: z.string(),
      hint: z.string().optional(),
      requestId: z.string(),
      fields: z.record(z.string(), z.string()).optional(),
    }),
  })
  .meta({ id: "Problem" });
export type ErrorBody = z.infer<typeof errorBody>;

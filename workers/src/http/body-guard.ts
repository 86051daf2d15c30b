import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { App } from "./context.ts";
import { ApiError } from "./errors.ts";
import type { Access } from "./route.ts";

export const BODY_MAX_BYTES = 64 * 1024;

/** Reads no more of a body than its route takes; one that its route needs is there. */
export function bodyGuard(
  { bodyMaxBytes: maxSize = BODY_MAX_BYTES }: Access,
  isNeeded: boolean,
): MiddlewareHandler<App> {
  const limit = bodyLimit({
    maxSize,
    onError: () => {
      throw new ApiError("payload_too_large", `A request body may hold ${maxSize} bytes.`);
    },
  });
  return (c, next) => {
    if (isNeeded && (c.req.raw.body === null || c.req.header("content-length") === "0"))
      throw new ApiError("bad_request", "This needs a body.", {
        hint: "Send JSON, with `content-type: application/json`; `{}` says nothing more than the defaults.",
        fields: { "(body)": "This is needed." },
      });
    return limit(c, next);
  };
}

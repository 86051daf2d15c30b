import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { App } from "./context.ts";
import { ApiError } from "./errors.ts";
import type { Access } from "./route.ts";

export const BODY_MAX_BYTES = 64 * 1024;

/** Reads no more of a body than its route takes. */
export const bodyGuard = ({ bodyMaxBytes: maxSize = BODY_MAX_BYTES }: Access): MiddlewareHandler<App> =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new ApiError("payload_too_large", `A request body may hold ${maxSize} bytes.`);
    },
  });

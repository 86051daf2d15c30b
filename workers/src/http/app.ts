/** One pipeline for every route: request id, identity, same-origin rule, body limit, contract, errors. */
import { OpenAPIHono, type z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { identify } from "../accounts/identity.ts";
import { newId } from "../ids.ts";
import { saidPlainly } from "../ledger/said-plainly.ts";
import { services } from "../services.ts";
import type { App, AppInstance } from "./context.ts";
import { ApiError, errorResponse } from "./errors.ts";

const BODY_MAX_BYTES = 64 * 1024;

export function createApp(register: (app: AppInstance) => void): AppInstance {
  const app = new OpenAPIHono<App>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error);
    },
  });
  app.use("/api/*", async (c, next) => {
    c.set("requestId", newId("request"));
    c.set("services", services(c.env));
    requireSameOrigin(c.req.method, c.req.header("origin"), c.req.header("host"));
    requireJson(c.req.method, c.req.header("content-length"), c.req.header("content-type"));
    await identify(c);
    await next();
    // A socket's response is handed on as it is.
    if (c.res.webSocket) return;
    c.res.headers.set("x-request-id", c.get("requestId"));
    c.res.headers.set("x-content-type-options", "nosniff");
    c.res.headers.set("referrer-policy", "same-origin");
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
  });
  app.use(
    "/api/*",
    bodyLimit({
      maxSize: BODY_MAX_BYTES,
      onError: () => {
        throw new ApiError("payload_too_large", `A request body may hold ${BODY_MAX_BYTES} bytes.`);
      },
    }),
  );
  register(app);
  app.all("/api/*", (c) => {
    const allowed = app.routes.filter((route) => route.method !== "ALL" && matches(route.path, c.req.path));
    if (allowed.length > 0)
      throw new ApiError("method_not_allowed", `${c.req.method} is not for this address.`);
    throw new ApiError("not_found", "There is no such address here.");
  });
  app.onError((error, c) => {
    if (!c.get("requestId")) c.set("requestId", newId("request"));
    return errorResponse(
      c,
      isMalformedJson(error) ? new ApiError("bad_request", "The body is not JSON.") : saidPlainly(error),
    );
  });
  return app;
}

const isMalformedJson = (error: Error): boolean => "status" in error && error.status === 400;

function matches(pattern: string, path: string): boolean {
  const parts = pattern.split("/");
  const given = path.split("/");
  return (
    parts.length === given.length &&
    parts.every((part, at) => (part.startsWith(":") ? given[at] !== "" : part === given[at]))
  );
}

/** A page of another site may not make a browser change anything here. Programs send no Origin. */
function requireSameOrigin(method: string, origin: string | undefined, host: string | undefined): void {
  if (origin === undefined || method === "GET" || method === "HEAD") return;
  const from = URL.canParse(origin) ? new URL(origin).host : null;
  if (from !== host) throw new ApiError("forbidden", "Requests from other sites are refused.");
}

const JSON_METHODS: readonly string[] = ["POST", "PATCH"];

/** What is PUT is a file, whose route knows its types. */
function requireJson(method: string, length: string | undefined, type: string | undefined): void {
  if (!JSON_METHODS.includes(method) || length === undefined || length === "0") return;
  if (type?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    throw new ApiError("unsupported_media_type", "Send application/json.");
  }
}

function invalid(error: z.ZodError): ApiError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join(".") || "(body)"] ??= issue.message;
  return new ApiError("bad_request", "Some fields are not as they should be.", { fields });
}

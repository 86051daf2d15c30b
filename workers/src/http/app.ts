/** One pipeline for every route: request id, identity, same-origin rule, body limit, contract, errors. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { newId } from "../ids.ts";
import type { Bindings, Ports } from "../ports.ts";
import type { App, AppInstance } from "./context.ts";
import type { Doors } from "./doors.ts";
import { ApiError, errorResponse, invalid } from "./errors.ts";
import { sayFieldsPlainly } from "./field-words.ts";
import { declaredRoutes, methodNotAllowed, methodsOf, patternOf, routesAt } from "./route.ts";
import { wholeQuery } from "./whole-text.ts";
import { pageFile } from "./page-file.ts";
import { admit, apart, begin, crossOrigin, secureHeaders } from "./pipeline.ts";

/** What the Worker answers itself; everything else is a file of the page, of which those that are there seldom come by here. */
const SERVED = ["/api/*", "/dev/*"];

export interface Shell {
  /** What routes are handed: the same for all requests of an isolate. */
  portsOf(env: Bindings): Ports;
  doors: Doors;
  register(app: AppInstance): void;
}

export function createApp({ portsOf, doors, register }: Shell): AppInstance {
  sayFieldsPlainly();
  const app = new OpenAPIHono<App>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error);
    },
  });
  for (const path of SERVED)
    app.use(path, wholeQuery, begin(portsOf, doors), secureHeaders, apart, crossOrigin, admit);
  register(app);
  requireDeclared(app);
  app.all("*", (c) => {
    if (!SERVED.some((path) => `${c.req.path}/`.startsWith(path.slice(0, -1))))
      return pageFile(c, portsOf(c.env));
    const there = routesAt(c.req.path);
    if (there.length > 0) throw methodNotAllowed(c, methodsOf(there));
    throw new ApiError("not_found", "There is nothing at this address.");
  });
  app.onError((error, c) => {
    if (!c.get("requestId")) c.set("requestId", newId("request"));
    return errorResponse(
      c,
      isMalformedJson(error)
        ? new ApiError("bad_request", "The request body is not valid JSON.")
        : doors.plainly(error),
    );
  });
  return app;
}

/** Throws, so that nothing starts, when a route was made without saying who may call it and how often. */
function requireDeclared(app: AppInstance): void {
  const known = new Set(declaredRoutes().map(({ method, path }) => `${method} ${patternOf(path)}`));
  for (const { method, path } of app.routes) {
    if (method !== "ALL" && !known.has(`${method} ${path}`))
      throw new Error(`${method} ${path} does not say who may call it: make it with defineRoute`);
  }
}

const isMalformedJson = (error: Error): boolean => "status" in error && error.status === 400;

/** A route says what it takes, what it answers, who may call it and how often; one that does not is no route. */
import { createRoute, type RouteConfig, type z } from "@hono/zod-openapi";
import { errorBody, type ErrorCode } from "@llamasketch/contract";
import type { Context } from "hono";
import type { Access, Who } from "./access.ts";
import { bodyGuard } from "./body-guard.ts";
import type { App, AppInstance } from "./context.ts";
import { ApiError } from "./errors.ts";
import { guard } from "./guard.ts";
import { wholeText } from "./whole-text.ts";

/** Every route of the Worker, as it was declared. */
export interface Declared {
  method: string;
  path: string;
  access: Access;
  request: RouteConfig["request"];
}
const declared: Declared[] = [];
/** Throws when one of a feature's staff routes is open to others than those who run the product. */
export function registerStaffRoutes(app: AppInstance, feature: string, register: () => void): void {
  const before = app.routes.length;
  register();
  for (const { method, path } of app.routes.slice(before)) {
    const who = declared.find((route) => route.method === method && patternOf(route.path) === path)?.access
      .who;
    if (who !== undefined && !STAFF.has(who))
      throw new Error(`${feature}: ${method} ${path} is a staff route, and open to ${who}`);
  }
}
const STAFF = new Set<Who>(["moderator", "admin", "operator"]);

/** As the router writes it. */
export const patternOf = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");

export const declaredRoutes = (): readonly Declared[] => declared;

/** To be thrown; says which methods there are. */
export function methodNotAllowed(c: Context<App>, methods: readonly string[]): ApiError {
  c.header("allow", methods.join(", "));
  return new ApiError("method_not_allowed", `${c.req.method} is not allowed here.`, {
    hint: `It takes ${methods.filter((method) => method !== "OPTIONS").join(", ")}.`,
  });
}

/** Those of these routes, as `Allow` has them: who may read may ask for the head alone, and a browser asks beforehand. */
export const methodsOf = (there: readonly Declared[]): string[] => [
  ...new Set(there.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]))),
  "OPTIONS",
];

/** What is at an address, whatever the method. An address that is spelled out stands before one with a hole in it. */
export function routesAt(path: string): readonly Declared[] {
  const exact = declared.filter((route) => route.path === path);
  return exact.length > 0 ? exact : declared.filter((route) => matches(route.path, path));
}

function matches(pattern: string, path: string): boolean {
  const parts = pattern.split("/");
  const given = path.split("/");
  return (
    parts.length === given.length &&
    parts.every((part, at) => (part.startsWith("{") ? given[at] !== "" : part === given[at]))
  );
}

/** What generators of clients call it, and say of it: no two routes have one name. */
interface Named {
  operationId: string;
  summary: string;
}

/** The only way to a route. Answers that any route of its kind gives are added to those it names. */
export function defineRoute<P extends string, R extends Omit<RouteConfig, "path"> & Named & { path: P }>(
  access: Access,
  config: R,
) {
  const { method, path, request } = config;
  const name = `${method.toUpperCase()} ${path}`;
  if (declared.some((route) => `${route.method} ${route.path}` === name))
    throw new Error(`${name} is declared twice`);
  declared.push({ method: method.toUpperCase(), path, access, request });
  const answers = { ...refusals(access, config), ...OTHERWISE, ...config.responses };
  const responses: R["responses"] = Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const headers = HEADERS[Number(status)];
      return [status, headers ? { headers, ...answer } : answer];
    }),
  );
  return createRoute({
    ...config,
    responses,
    tags: [tagOf(path)],
    middleware: [guard(access), bodyGuard(access, request?.body?.required === true), wholeText],
    security: SECURITY[access.who],
    // For whoever holds the document against the answers: who is to be let in, and with what key.
    "x-access": { who: access.who, scope: access.scope ?? null, banned: access.banned ?? null },
  });
}

/** Routes are grouped by what they are about: the first word of their address. */
const tagOf = (path: string): string => path.replace(/^\/(api\/)?(v1\/)?/, "").split(/[/.]/, 1)[0] ?? "";

/** A JSON response, for a route's contract. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

/** A required JSON body, for a route's contract. */
export const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { "application/json": { schema } } },
});

/** What stands in the way of it, for a route's contract. */
export const conflict = (description: string) => ({ 409: json(errorBody, description) });

/** A WebSocket's, for a route's contract. */
export const upgraded = (description: string) => ({
  101: { description },
  426: json(errorBody, "This address speaks WebSocket"),
});

const WHY: Partial<Record<ErrorCode, [status: number, description: string]>> = {
  bad_request: [400, "Invalid request"],
  unauthorized: [401, "Authentication is missing or invalid"],
  forbidden: [403, "Not allowed for this caller, or a cross-site request"],
  not_found: [404, "Not found, or owned by someone else"],
  payload_too_large: [413, "The body is too large"],
  unsupported_media_type: [415, "Unsupported content type"],
  unavailable: [503, "This site sends no mail"],
  too_many_requests: [429, "Rate limit exceeded; `retry-after` says when to retry"],
};

const text = { type: "string" } as const;
const HEADERS: Partial<Record<number, Record<string, { description: string; schema: typeof text }>>> = {
  401: { "WWW-Authenticate": { description: "What can be shown here", schema: text } },
  429: { "Retry-After": { description: "Seconds", schema: text } },
};

function refusals({ who, limit }: Access, config: Omit<RouteConfig, "path">): RouteConfig["responses"] {
  const { request, method } = config;
  const isKnown = who !== "nobody" && who !== "development";
  // Whatever is sent along is read no further than a route takes.
  const codes: ErrorCode[] = ["payload_too_large"];
  if (request?.params || request?.query || request?.body) codes.push("bad_request");
  if (isKnown) codes.push("unauthorized", "forbidden", "too_many_requests");
  if (method !== "get") codes.push("forbidden", "unsupported_media_type");
  // A route that anybody may read still is not on the host of results.
  if (request?.params || who === "development" || (who === "nobody" && method === "get"))
    codes.push("not_found");
  if (limit !== null) codes.push("too_many_requests");
  if (limit === "mail") codes.push("unavailable");
  const found = codes.flatMap((code) => (WHY[code] ? [WHY[code]] : []));
  return Object.fromEntries(found.map(([status, description]) => [status, json(errorBody, description)]));
}

const OTHERWISE = { default: json(errorBody, "Anything else: a failure on our side, in the same shape") };

type Security = Record<string, string[]>[];
const PERSON: Security = [{ visitor: [] }, { device: [] }, { bearer: [] }];
const SECURITY: Record<Who, Security> = {
  nobody: [],
  anyone: [{}, ...PERSON],
  owner: PERSON,
  account: [{ device: [] }, { bearer: [] }],
  moderator: [{ device: [] }, { bearer: [] }],
  admin: [{ device: [] }, { bearer: [] }],
  agent: [{ bearer: [] }],
  operator: [{ bearer: [] }],
  ticket: [{ ticket: [] }],
  lease: [{ bearer: [] }],
  development: [],
};

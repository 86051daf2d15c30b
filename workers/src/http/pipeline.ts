/** What every request passes before its route, and every answer after it. */
import type { Context, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { newId } from "../ids.ts";
import { log } from "../log.ts";
import { MEDIA_ROOT } from "./media-root.ts";
import type { Bindings, Ports } from "../ports.ts";
import type { App } from "./context.ts";
import type { Doors } from "./doors.ts";
import { personsBearer } from "./bearer.ts";
import { ApiError } from "./errors.ts";
import { routesAt, type Declared } from "./route.ts";

type Step = MiddlewareHandler<App>;

/** Whether this isolate has said what is off. */
let hasSaidOff = false;

/** `portsOf`: what a request's routes are handed; `doors`: whom the pipeline asks. */
export const begin =
  (portsOf: (env: Bindings) => Ports, doors: Doors): Step =>
  async (c, next) => {
    c.set("doors", doors);
    c.set("requestId", newId("request"));
    c.set("identity", null);
    c.set("userId", null);
    c.set("host", null);
    const known = portsOf(c.env);
    c.set("services", known);
    if (!hasSaidOff && !known.config.isDevelopment && known.off.length > 0)
      log("warn", "parts_are_off", { parts: known.off.join(" ") });
    hasSaidOff = true;
    await next();
  };

/** Results have an origin of their own where the configuration says so: nothing else is there, and they are nowhere else. */
export const apart: Step = async (c, next) => {
  const { mediaOrigin } = c.get("services").config;
  const isMedia = c.req.path.startsWith(MEDIA_ROOT) && READING.includes(c.req.method);
  if (mediaOrigin !== null && isMedia !== isMediaHost(c)) throw notHere();
  await next();
};

export const READING: readonly string[] = ["GET", "HEAD"];
export const notHere = (): ApiError => new ApiError("not_found", "There is nothing at this address.");
export function isMediaHost(c: Context<App>): boolean {
  const { mediaOrigin } = c.get("services").config;
  return mediaOrigin !== null && new URL(c.req.url).host === new URL(mediaOrigin).host;
}

/** Nothing that is answered here is a page: nothing in it may run, be framed or be taken for another type. */
export const secureHeaders: Step = async (c, next) => {
  await next();
  // A socket's response is handed on as it is.
  if (c.res.webSocket) return;
  const { headers } = c.res;
  headers.set("x-request-id", c.get("requestId"));
  // Pages tell how long ago something was by it, not by their own clock.
  headers.set("date", new Date().toUTCString());
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "same-origin");
  headers.set("x-frame-options", "DENY");
  headers.set("permissions-policy", "camera=(), geolocation=(), microphone=()");
  if (!headers.has("cross-origin-resource-policy"))
    headers.set(
      "cross-origin-resource-policy",
      pagesElsewhere(c).length > 0 ? "cross-origin" : "same-origin",
    );
  if (new URL(c.req.url).protocol === "https:") headers.set("strict-transport-security", "max-age=31536000");
  if (!headers.has("content-security-policy"))
    headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
};

/**
 * Pages served from the origins of the configuration may call with a person's cookies. A page of any other origin may read
 * what is public, and call with a key where keys are taken: it brings the key itself, and no cookie is looked at.
 */
export const crossOrigin: Step = (c, next) => {
  // Whoever has an address of a result may show it; no page may read it with a person's cookies.
  if (isMediaHost(c)) return next();
  const isOwn = pagesElsewhere(c).includes(c.req.header("origin") ?? "");
  return cors({
    origin: (origin) => (isOwn ? origin : isOpenElsewhere(c) ? "*" : null),
    credentials: isOwn,
    allowMethods: isOwn ? ["GET", "POST", "PUT", "PATCH", "DELETE"] : methodsElsewhere(c),
    allowHeaders: ["authorization", "content-type", "idempotency-key", "last-event-id"],
    exposeHeaders: ["x-request-id", "x-chunks", "date", "retry-after"],
    maxAge: 600,
  })(c, next);
};

/** Public: what is the same for everybody. Results are not: their addresses are secrets. */
const isPublic = ({ method, path, access }: Declared): boolean =>
  method === "GET" && access.who === "nobody" && !path.startsWith(MEDIA_ROOT);
const takesKeys = ({ access }: Declared): boolean => access.scope !== undefined;

const methodsElsewhere = (c: Context<App>): string[] =>
  routesAt(c.req.path)
    .filter((route) => isPublic(route) || takesKeys(route))
    .map(({ method }) => method);

/** Whether this call, or the one that a browser asks about beforehand, may come from a page of any origin. */
function isOpenElsewhere(c: Context<App>): boolean {
  const { method, header } = asked(c);
  const withKey =
    header === undefined
      ? personsBearer(c.req.header("authorization")) !== null
      : /(^|[, ])authorization($|[, ])/i.test(header);
  return routesAt(c.req.path).some(
    (route) => route.method === method && (isPublic(route) || (withKey && takesKeys(route))),
  );
}

/** `header`: those it would bring, where a browser asks beforehand. */
function asked(c: Context<App>): { method: string; header?: string } {
  const method = c.req.header("access-control-request-method");
  if (c.req.method !== "OPTIONS" || method === undefined)
    return { method: c.req.method === "HEAD" ? "GET" : c.req.method };
  return { method, header: c.req.header("access-control-request-headers") ?? "" };
}

/** Before anything is read for it. */
export const admit: Step = async (c, next) => {
  requireOwnPage(c);
  if (!FILES.has(c.req.path)) requireJson(c.req.raw);
  await next();
};

const pagesElsewhere = (c: Context<App>): readonly string[] => c.get("services").config.pageOrigins;

/**
 * A page of another site may not make a browser change anything here with what the browser keeps. Programs send no Origin;
 * a page that brings a key brings what no browser adds by itself.
 */
function requireOwnPage(c: Context<App>): void {
  const origin = c.req.header("origin");
  if (origin === undefined || c.req.method === "GET" || c.req.method === "HEAD") return;
  // The whole origin: an unencrypted page of this host is another site's, for whoever sits on the wire.
  const own = `${new URL(c.req.url).protocol}//${c.req.header("host")}`;
  const isOurs = origin === own || origin === c.get("services").config.apiUrl;
  if (isOurs || pagesElsewhere(c).includes(origin) || isOpenElsewhere(c)) return;
  throw new ApiError("forbidden", "Requests from other sites are refused.");
}

const JSON_METHODS: readonly string[] = ["POST", "PATCH"];
/** What is posted here is a file. */
const FILES = new Set(["/api/v1/uploads"]);

/** What is PUT is a file too. Its route knows its types. */
function requireJson({ method, body, headers }: Request): void {
  const [length, type] = [headers.get("content-length"), headers.get("content-type")];
  if (!JSON_METHODS.includes(method) || body === null || length === "0") return;
  // Without a length and a type it may be empty; what has a type is a body.
  if (length === null && type === null) return;
  if (type?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    throw new ApiError("unsupported_media_type", "Send application/json.");
  }
}

/** What every request passes before its route, and every answer after it. */
import type { Context, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { newId } from "../ids.ts";
import { log } from "../log.ts";
import { MEDIA_ROOT } from "../media/signed-url.ts";
import { services } from "../services.ts";
import type { App } from "./context.ts";
import { ApiError } from "./errors.ts";

type Step = MiddlewareHandler<App>;

/** Whether this isolate has said what is off. */
let hasSaidOff = false;

export const begin: Step = async (c, next) => {
  c.set("requestId", newId("request"));
  c.set("identity", null);
  c.set("userId", null);
  c.set("host", null);
  const known = services(c.env);
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
export const notHere = (): ApiError => new ApiError("not_found", "There is no such address here.");
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

/** Pages served from the origins of the configuration may call with a person's cookies; no other page may. */
export const crossOrigin: Step = (c, next) => {
  // Whoever has an address of a result may show it; no page may read it with a person's cookies.
  if (isMediaHost(c)) return next();
  return cors({
    origin: (origin) => (pagesElsewhere(c).includes(origin) ? origin : null),
    credentials: true,
    allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: ["authorization", "content-type", "idempotency-key"],
    exposeHeaders: ["x-request-id", "x-chunks", "date"],
    maxAge: 600,
  })(c, next);
};

/** Before anything is read for it. */
export const admit: Step = async (c, next) => {
  requireOwnPage(c);
  if (!FILES.has(c.req.path)) requireJson(c.req.raw);
  await next();
};

const pagesElsewhere = (c: Context<App>): readonly string[] => c.get("services").config.pageOrigins;

/** A page of another site may not make a browser change anything here. Programs send no Origin. */
function requireOwnPage(c: Context<App>): void {
  const origin = c.req.header("origin");
  if (origin === undefined || c.req.method === "GET" || c.req.method === "HEAD") return;
  // The whole origin: an unencrypted page of this host is another site's, for whoever sits on the wire.
  const own = `${new URL(c.req.url).protocol}//${c.req.header("host")}`;
  if (origin === own || origin === c.get("services").config.apiUrl || pagesElsewhere(c).includes(origin))
    return;
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

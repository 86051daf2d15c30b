import { ESCAPED_SURROGATE, parseJson } from "@llamasketch/contract";
import type { MiddlewareHandler } from "hono";
import type { App } from "./context.ts";

/** Half a surrogate pair that stands alone in a JSON body is U+FFFD from here on: no store and no header sees one. */
export const wholeText: MiddlewareHandler<App> = async (c, next) => {
  const { raw } = c.req;
  if (raw.body !== null && raw.headers.get("content-type")?.toLowerCase().startsWith("application/json")) {
    const text = await c.req.text();
    if (ESCAPED_SURROGATE.test(text)) {
      const whole = wholeJson(text);
      c.req.bodyCache = {};
      c.req.raw = new Request(raw.url, { method: raw.method, headers: raw.headers, body: whole });
    }
  }
  await next();
};

/** What is no JSON stays as it is, and is refused where it is read. */
function wholeJson(text: string): string {
  try {
    return JSON.stringify(parseJson(text));
  } catch {
    return text;
  }
}

/** Escapes of a query that are no UTF-8 are U+FFFD, as a URL's own parser reads them: half of a letter, or of its bytes. */
export const wholeQuery: MiddlewareHandler<App> = async (c, next) => {
  const { raw } = c.req;
  const url = new URL(raw.url);
  if (url.search.includes("%") && !isWhole(url.search)) {
    // Not as the parameters write themselves: this runtime keeps their bytes until they are read.
    url.search = Array.from(url.searchParams, (pair) => pair.map(escaped).join("=")).join("&");
    c.req.raw = new Request(url, raw);
  }
  await next();
};

const escaped = (text: string): string => encodeURIComponent(text.toWellFormed());

function isWhole(query: string): boolean {
  try {
    return decodeURIComponent(query) !== "";
  } catch {
    return false;
  }
}

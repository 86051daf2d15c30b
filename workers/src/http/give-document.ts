/** A contract that is given out: written once in a Worker's life, as routes do not change while it runs. */
import type { Context } from "hono";
import { digestOf } from "../digest.ts";
import type { Ports } from "../ports.ts";
import type { App } from "./context.ts";
import { isKnownAs } from "./if-none-match.ts";

export const DOCUMENT_ANSWERS = {
  200: { description: "This document" },
  304: { description: "As `If-None-Match` has it already" },
};

export function documentGiver(write: (ports: Ports) => string): (c: Context<App>) => Promise<Response> {
  let written: { text: string; etag: string } | null = null;
  return async (c) => {
    if (written === null) {
      const text = write(c.get("services"));
      written = { text, etag: `"${await digestOf(text)}"` };
    }
    const { text, etag } = written;
    c.header("cache-control", "public, max-age=300");
    c.header("etag", etag);
    if (isKnownAs(etag, c.req.header("if-none-match"))) return c.body(null, 304);
    return c.body(text, 200, { "content-type": "application/json" });
  };
}

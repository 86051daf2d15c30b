import { digestOf } from "../accounts/digest.ts";
import { defineRoute } from "./route.ts";
import type { AppInstance } from "./context.ts";
import { isKnownAs } from "./if-none-match.ts";
import { writeDocument } from "./document.ts";

const route = defineRoute(
  { who: "nobody", limit: null },
  {
    method: "get",
    path: "/api/openapi.json",
    operationId: "getOpenApi",
    summary: "This document",
    responses: {
      200: { description: "This document" },
      304: { description: "As `If-None-Match` has it already" },
    },
  },
);

const ABOUT = {
  openapi: "3.1.0",
  info: {
    title: "LlamaSketch",
    version: "1",
    description:
      "Sketches, their pictures and accounts. Live drawing goes over a WebSocket: docs/live-protocol.md. Errors have one shape.",
  },
  servers: [{ url: "/" }],
};

/** Written out once in a Worker's life: routes do not change while it runs. */
let written: { text: string; etag: string } | null = null;

export function registerOpenApiGet(app: AppInstance): void {
  const scheme = (name: string, component: { type: "apiKey"; in: "cookie" | "query"; name: string }) =>
    app.openAPIRegistry.registerComponent("securitySchemes", name, component);
  scheme("visitor", { type: "apiKey", in: "cookie", name: "ls_user" });
  scheme("device", { type: "apiKey", in: "cookie", name: "ls_device" });
  scheme("ticket", { type: "apiKey", in: "query", name: "ticket" });
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  app.openapi(route, async (c) => {
    if (written === null) {
      const text = writeDocument(app, ABOUT);
      written = { text, etag: `"${await digestOf(text)}"` };
    }
    c.header("cache-control", "public, max-age=300");
    c.header("etag", written.etag);
    if (isKnownAs(written.etag, c.req.header("if-none-match"))) return c.body(null, 304);
    return c.body(written.text, 200, { "content-type": "application/json" });
  });
}

import type { AppInstance } from "../../../http/context.ts";
import { writeDocument } from "../../../http/document.ts";
import { defineRoute } from "../../../http/route.ts";

const route = defineRoute(
  { who: "nobody", limit: null },
  {
    method: "get",
    path: "/api/v1/openapi.json",
    operationId: "getMediaOpenApi",
    summary: "This document",
    responses: { 200: { description: "This document" } },
  },
);

const ABOUT = {
  openapi: "3.1.0",
  info: {
    title: "LlamaSketch media API",
    version: "1",
    description:
      "Pictures from words and over pictures, made in the queue. Errors have one shape. docs/media-api.md is its guide.",
  },
  servers: [{ url: "/" }],
};

/** Written out once in a Worker's life: routes do not change while it runs. */
let written: string | null = null;

export const registerMediaOpenApi = (app: AppInstance) =>
  app.openapi(route, (c) => {
    written ??= writeDocument(app, ABOUT, "/api/v1/");
    c.header("cache-control", "public, max-age=300");
    return c.body(written, 200, { "content-type": "application/json" });
  });

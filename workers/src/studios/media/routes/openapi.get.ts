import type { AppInstance } from "../../../http/context.ts";
import { writeDocument } from "../../../http/document.ts";
import { DOCUMENT_ANSWERS, documentGiver } from "../../../http/give-document.ts";
import { defineRoute } from "../../../http/route.ts";

const route = defineRoute(
  { who: "nobody", limit: null },
  {
    method: "get",
    path: "/api/v1/openapi.json",
    operationId: "getMediaOpenApi",
    summary: "This document",
    responses: DOCUMENT_ANSWERS,
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

export const registerMediaOpenApi = (app: AppInstance) =>
  app.openapi(
    route,
    documentGiver(({ tags }) => writeDocument(app, tags, ABOUT, "/api/v1/")),
  );

import { defineRoute } from "../http/route.ts";
import type { AppInstance } from "../http/context.ts";
import { DOCUMENT_ANSWERS, documentGiver } from "../http/give-document.ts";
import { writeDocument } from "../http/document.ts";

const route = defineRoute(
  { who: "nobody", limit: null },
  {
    method: "get",
    path: "/api/openapi.json",
    operationId: "getOpenApi",
    summary: "This document",
    responses: DOCUMENT_ANSWERS,
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

export function registerOpenApiGet(app: AppInstance): void {
  const scheme = (name: string, component: { type: "apiKey"; in: "cookie" | "query"; name: string }) =>
    app.openAPIRegistry.registerComponent("securitySchemes", name, component);
  scheme("visitor", { type: "apiKey", in: "cookie", name: "ls_user" });
  scheme("device", { type: "apiKey", in: "cookie", name: "ls_device" });
  scheme("ticket", { type: "apiKey", in: "query", name: "ticket" });
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  app.openapi(
    route,
    documentGiver(({ tags }) => writeDocument(app, tags, ABOUT)),
  );
}

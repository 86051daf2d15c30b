import { quoteCreate, quoteView } from "@llamasketch/contract";
import type { AppInstance } from "../http/context.ts";
import { body, defineRoute, json } from "../http/route.ts";
import { promisePrice } from "./promise.ts";

const route = defineRoute(
  { who: "anyone", limit: "write" },
  {
    method: "post",
    path: "/api/quotes",
    operationId: "createQuote",
    summary: "Promises a price",
    request: body(quoteCreate),
    responses: { 201: json(quoteView, "What this would cost, promised until it expires, for one use") },
  },
);

export const registerQuotesCreate = (app: AppInstance) =>
  app.openapi(route, async (c) =>
    c.json(await promisePrice(c.get("services"), c.req.valid("json"), Date.now()), 201),
  );

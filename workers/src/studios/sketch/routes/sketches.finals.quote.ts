import { callerOf } from "../../../http/caller-of.ts";
import { errorBody, finalSize, quoteView } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { body, defineRoute, json } from "../../../http/route.ts";
import { promisePrice } from "../../../prices/promise.ts";
import { queueRights } from "../../../accounts/queue-rights.ts";
import { requireWithin } from "../ask-final.ts";
import { finalModel, finalPriceRequest } from "../final-models.ts";
import { requireSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "write" },
  {
    method: "post",
    path: "/api/sketches/{id}/finals/quotes",
    operationId: "quoteFinal",
    summary: "Promises the price of a final",
    request: { ...sketchParams, ...body(finalSize) },
    responses: {
      201: json(quoteView, "What a final of this size would cost, promised until it expires, for one use"),
      503: json(errorBody, "No GPU host is available for this"),
    },
  },
);

export const registerSketchesFinalsQuote = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    await requireSketch(callerOf(c), c.req.valid("param").id);
    const size = c.req.valid("json");
    requireWithin(size, queueRights(c.get("identity")?.person ?? null));
    const services = c.get("services");
    const request = finalPriceRequest(await finalModel(services), size);
    return c.json(await promisePrice(services, request, Date.now()), 201);
  });

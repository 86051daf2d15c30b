import { errorBody, generationCreate, mediaQuoteView } from "@llamasketch/contract";
import { quote } from "@llamasketch/pricing";
import type { AppInstance } from "../../../http/context.ts";
import { ApiError } from "../../../http/errors.ts";
import { body, defineRoute, json } from "../../../http/route.ts";
import { newId } from "../../../ids.ts";
import { hostsTold } from "../../../dispatch/hosts-told.ts";
import { workOf } from "../work.ts";

const route = defineRoute(
  { who: "anyone", scope: "generations:read", limit: "write" },
  {
    method: "post",
    path: "/api/v1/quotes",
    operationId: "createGenerationQuote",
    summary: "Promises the price of a generation",
    request: body(generationCreate.omit({ quote: true })),
    responses: {
      201: json(mediaQuoteView, "What this generation would cost, promised until it expires, for one use"),
      404: json(errorBody, "There is no such picture to paint over"),
      503: json(errorBody, "Which hosts are here is not known for a moment"),
    },
  },
);

export const registerMediaQuotes = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const asked = c.req.valid("json");
    const nowMs = Date.now();
    const { price: request, making } = await workOf(services, c.get("userId"), asked, { isQuote: true });
    const { workflows, demand } = await hostsTold(services, nowMs);
    const priced = quote(request, demand, nowMs, newId("quote"));
    if ("message" in priced)
      throw new ApiError("bad_request", "This request can't be priced.", {
        fields: { [priced.field]: priced.message },
      });
    const { id, asset, units, lines, band, expiresAtMs } = priced;
    const row = { id, asset, amount: units, band, createdAt: nowMs, expiresAt: expiresAtMs };
    await services.commit([
      services.balances.addQuote({
        ...row,
        request: JSON.stringify(request),
        lines: JSON.stringify(lines),
      }),
    ]);
    const available = workflows && workflows.has(making.workflow);
    const expiresAt = new Date(expiresAtMs).toISOString();
    const expiresInMs = expiresAtMs - nowMs;
    return c.json({ id, asset, units, lines, band, expiresAt, expiresInMs, available }, 201);
  });

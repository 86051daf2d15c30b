import { quoteCreate, quoteView } from "@llamasketch/contract";
import { quote } from "@llamasketch/pricing";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { newId } from "../../ids.ts";
import { demandNow } from "../demand.ts";

const route = defineRoute(
  { who: "anyone", limit: "write" },
  {
    method: "post",
    path: "/api/quotes",
    request: body(quoteCreate),
    responses: { 201: json(quoteView, "What this would cost, promised until it expires, for one use") },
  },
);

export const registerQuotesCreate = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const request = c.req.valid("json");
    const nowMs = Date.now();
    const priced = quote(request, await demandNow(services), nowMs, newId("quote"));
    if ("message" in priced) {
      throw new ApiError("bad_request", "There is no price for this.", {
        fields: { [priced.field]: priced.message },
      });
    }
    const { id, asset, units, lines, band, expiresAtMs } = priced;
    await services.commit([
      services.balances.addQuote({
        id,
        asset,
        amount: units,
        request: JSON.stringify(request),
        lines: JSON.stringify(lines),
        band,
        createdAt: nowMs,
        expiresAt: expiresAtMs,
      }),
    ]);
    return c.json({ id, asset, units, lines, band, expiresAt: new Date(expiresAtMs).toISOString() }, 201);
  });

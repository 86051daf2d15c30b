import { IDLE_TIME, LIVE_WINDOW_CREDITS, LIVE_WINDOW_MS, PRODUCTS, plansView } from "@llamasketch/contract";
import { CATALOGUE, DEMAND } from "@llamasketch/pricing";
import type { AppInstance } from "../http/context.ts";
import { defineRoute, json } from "../http/route.ts";

const route = defineRoute(
  { who: "nobody", limit: null },
  {
    method: "get",
    path: "/api/plans",
    operationId: "getPlans",
    summary: "The price list",
    responses: {
      200: json(plansView, "The price list: plans, packs, what work costs, and the bands of demand"),
    },
  },
);

export const registerPlansGet = (app: AppInstance) =>
  app.openapi(route, (c) => {
    c.header("cache-control", "public, max-age=300");
    const view = {
      currency: "USD" as const,
      products: PRODUCTS.map((product) => CATALOGUE[product]),
      demandBands: [...DEMAND],
      idleTime: IDLE_TIME,
      live: { windowMs: LIVE_WINDOW_MS, creditsPerWindow: LIVE_WINDOW_CREDITS },
    };
    return c.json(view, 200);
  });

import { errorBody, GENERATION_KINDS, IDLE_TIME, mediaModelList } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { bandOf } from "@llamasketch/pricing";
import { MODELS, USUAL, type MediaModelRow } from "../models.ts";
import { creditsOf, priceRequest } from "../price.ts";
import { hostsTold } from "../../../dispatch/hosts-told.ts";
import { hostsNotKnown } from "../../../dispatch/workflows-here.ts";

const route = defineRoute(
  { who: "nobody", limit: "read" },
  {
    method: "get",
    path: "/api/v1/models",
    operationId: "listModels",
    summary: "Models, what they do and cost",
    responses: {
      200: json(mediaModelList, "What can be asked for, what it costs, and what a host is here for"),
      503: json(errorBody, "Which hosts are here is not known for a moment"),
    },
  },
);

export const registerModelsList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { workflows: here } = await hostsTold(c.get("services"), Date.now());
    if (!here) throw hostsNotKnown();
    return c.json({ models: MODELS.map((model) => viewOf(model, here)), idleTime: IDLE_TIME }, 200);
  });

function viewOf({ id, title, isModel, does }: MediaModelRow, here: ReadonlySet<string>) {
  const prices = GENERATION_KINDS.flatMap((kind) => {
    const making = does[kind];
    if (!making) return [];
    const [credits, batchCredits] = (["interactive", "batch"] as const).map((when) => {
      const request = priceRequest(making, { quality: "full", count: 1, class: when }, USUAL[kind]);
      return creditsOf(request, bandOf(null), Date.now());
    }) as [number, number];
    return [{ kind, ...USUAL[kind], credits, batchCredits, available: here.has(making.workflow) }];
  });
  return {
    id,
    title,
    isModel,
    available: prices.some(({ available }) => available),
    does: prices.map(({ kind }) => kind),
    credits: prices[0]?.credits ?? 0,
    prices,
  };
}

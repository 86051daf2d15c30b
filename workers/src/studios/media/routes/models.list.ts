import { mediaModelList } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { bandOf } from "@llamasketch/pricing";
import { MODELS } from "../models.ts";
import { creditsOf } from "../price.ts";
import { workflowsHere } from "../../../spine/workflows-here.ts";

const route = defineRoute(
  { who: "nobody", limit: "read" },
  {
    method: "get",
    path: "/api/v1/models",
    responses: {
      200: json(mediaModelList, "What can be asked for, what it costs, and what a host is here for"),
    },
  },
);

const USUAL = { widthPx: 1024, heightPx: 1024, quality: "full", count: 1 } as const;

export const registerModelsList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const here = await workflowsHere(c.get("services"));
    const models = MODELS.map((model) => ({
      id: model.id,
      title: model.title,
      isModel: model.isModel,
      available: here.has(model.workflows.image),
      does: ["image", "edit"] as ("image" | "edit")[],
      credits: creditsOf(model, USUAL, bandOf(null), Date.now()),
    }));
    return c.json({ models }, 200);
  });

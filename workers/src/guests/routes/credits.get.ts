import { callerOf } from "../../http/caller-of.ts";
import { creditsView } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { freeView } from "../free-view.ts";
import { balanceOf } from "../../ledger/balance.ts";

const route = defineRoute(
  { who: "anyone", limit: "read" },
  {
    method: "get",
    path: "/api/credits",
    operationId: "getCredits",
    summary: "What can be spent",
    responses: {
      200: json(creditsView, "What can be spent, from which bucket first, and what is free today"),
    },
  },
);

export const registerCreditsGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const nowMs = Date.now();
    const [balance, free] = await Promise.all([
      balanceOf(c.get("services"), c.get("userId"), nowMs),
      freeView(callerOf(c), nowMs),
    ]);
    return c.json({ ...balance, free }, 200);
  });

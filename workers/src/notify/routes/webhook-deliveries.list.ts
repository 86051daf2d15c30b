import { callerOf } from "../../http/caller-of.ts";
import { generationQuery, webhookDeliveryList } from "@llamasketch/contract";
import { requireUser } from "../../http/require-caller.ts";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { deliveryView } from "../delivery-view.ts";
import { plainAddress } from "../webhook-address.ts";

const route = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/webhook-deliveries",
    operationId: "listWebhookDeliveries",
    summary: "Deliveries of all webhooks",
    request: { query: generationQuery },
    responses: {
      200: json(
        webhookDeliveryList,
        "How telling of ends went, of all of one's generations, the newest first",
      ),
    },
  },
);

export const registerWebhookDeliveries = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const rows = await c.get("services").webhooks.listOf(requireUser(callerOf(c)), cursor ?? null, limit + 1);
    const page = rows.slice(0, limit);
    const urls = page.map(({ url }) => plainAddress(url ?? ""));
    const stopped = await c
      .get("services")
      .webhooks.stoppedAmong(requireUser(callerOf(c)), [...new Set(urls)]);
    const deliveries = page.map(({ delivery, url, request }) => ({
      ...deliveryView(delivery, stopped.has(plainAddress(url ?? ""))),
      generation: delivery.jobId,
      url: url ?? "",
      prompt: promptOf(request),
    }));
    const nextCursor = rows.length > limit ? (page.at(-1)?.delivery.jobId ?? null) : null;
    return c.json({ deliveries, nextCursor }, 200);
  });

/** Of what a job was asked for; empty where it has none, or was erased. */
function promptOf(request: unknown): string {
  const { prompt } = (request ?? {}) as { prompt?: unknown };
  return typeof prompt === "string" ? prompt : "";
}

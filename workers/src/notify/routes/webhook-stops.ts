/** Addresses that answered 410 Gone: nothing is sent there until their owner turns them on again. */
import { callerOf } from "../../http/caller-of.ts";
import { stoppedWebhookList, webhookResume } from "@llamasketch/contract";
import { requireUser } from "../../http/require-caller.ts";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import type { Ports } from "../../ports.ts";
import { plainAddress } from "../webhook-address.ts";

const NAMED_MAX = 100;

const list = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/webhook-stops",
    operationId: "listWebhookStops",
    summary: "Addresses of webhooks that are sent nothing any more",
    responses: { 200: json(stoppedWebhookList, "Those that answered 410 Gone") },
  },
);
const resume = defineRoute(
  { who: "owner", scope: "generations:write", limit: "make" },
  {
    method: "post",
    path: "/api/v1/webhook-stops/resume",
    operationId: "resumeWebhook",
    summary: "Turns the webhooks of an address on again",
    request: body(webhookResume),
    responses: {
      200: json(stoppedWebhookList, "Those that are left; it is none of them, whether it was or not"),
    },
  },
);

export function registerWebhookStops(app: AppInstance): void {
  app.openapi(list, async (c) => c.json(await stopsOf(c.get("services"), requireUser(callerOf(c))), 200));
  app.openapi(resume, async (c) => {
    const { webhooks, commit } = c.get("services");
    const ownerId = requireUser(callerOf(c));
    await commit([webhooks.resume(ownerId, plainAddress(c.req.valid("json").url))]);
    return c.json(await stopsOf(c.get("services"), ownerId), 200);
  });
}

async function stopsOf({ webhooks }: Ports, ownerId: string) {
  const rows = await webhooks.stopsOf(ownerId, NAMED_MAX);
  return {
    webhooks: rows.map(({ url, stoppedAt }) => ({ url, stoppedAt: new Date(stoppedAt).toISOString() })),
  };
}

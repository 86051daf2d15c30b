import { webhookDeliveryView, webhookSecretView } from "@llamasketch/contract";
import { requireUser } from "../../../accounts/identity.ts";
import type { AppInstance } from "../../../http/context.ts";
import { notFound } from "../../../http/errors.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { newId } from "../../../ids.ts";
import { generationParams, requireGeneration } from "../owned.ts";
import { deliveryView } from "../views.ts";
import { newSecret } from "../webhook-signature.ts";

const look = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/generations/{id}/webhook",
    operationId: "getWebhookDelivery",
    summary: "How a webhook's delivery goes",
    request: generationParams,
    responses: { 200: json(webhookDeliveryView, "How telling of its end went") },
  },
);
const resend = defineRoute(
  { who: "owner", scope: "generations:write", limit: "make" },
  {
    method: "post",
    path: "/api/v1/generations/{id}/webhook/resend",
    operationId: "resendWebhook",
    summary: "Sends a webhook once more",
    request: generationParams,
    responses: { 200: json(webhookDeliveryView, "It is told once more, with the same id") },
  },
);
const secret = defineRoute(
  { who: "owner", scope: "generations:write", limit: "read" },
  {
    method: "get",
    path: "/api/v1/webhook-secret",
    operationId: "getWebhookSecret",
    summary: "What webhooks are signed with",
    responses: {
      200: json(webhookSecretView, "What one's webhooks are signed with; made when it is first asked for"),
    },
  },
);
const rotate = defineRoute(
  { who: "owner", scope: "generations:write", limit: "make" },
  {
    method: "post",
    path: "/api/v1/webhook-secret",
    operationId: "rotateWebhookSecret",
    summary: "Makes a new webhook secret",
    responses: { 200: json(webhookSecretView, "A new one; the old one signs nothing any more") },
  },
);

export function registerWebhooks(app: AppInstance): void {
  app.openapi(look, async (c) => {
    const row = await requireGeneration(c, c.req.valid("param").id);
    const delivery = await c.get("services").webhooks.ofOwner(row.ownerId, row.id);
    if (!delivery) throw notFound("webhook");
    return c.json(deliveryView(delivery), 200);
  });
  app.openapi(resend, async (c) => {
    const row = await requireGeneration(c, c.req.valid("param").id);
    const { webhooks, outbox, commit, pokeJob } = c.get("services");
    if (!(await webhooks.ofOwner(row.ownerId, row.id))) throw notFound("webhook");
    const outboxId = newId("request");
    const entry = { id: outboxId, kind: "deliver_webhook", subject: row.id, createdAt: Date.now() } as const;
    await commit([webhooks.again(row.id), outbox.add(entry)]);
    await pokeJob(outboxId).catch(() => undefined);
    const delivery = await webhooks.ofOwner(row.ownerId, row.id);
    if (!delivery) throw notFound("webhook");
    return c.json(deliveryView(delivery), 200);
  });
  app.openapi(secret, async (c) => {
    const { webhooks, commit } = c.get("services");
    const userId = requireUser(c);
    if (!(await webhooks.secretOf(userId)))
      await commit([webhooks.addSecret(userId, newSecret(), Date.now())]);
    return c.json({ secret: (await webhooks.secretOf(userId)) ?? "" }, 200);
  });
  app.openapi(rotate, async (c) => {
    const { webhooks, commit } = c.get("services");
    const fresh = newSecret();
    await commit([webhooks.replaceSecret(requireUser(c), fresh, Date.now())]);
    return c.json({ secret: fresh }, 200);
  });
}

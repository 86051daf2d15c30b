import { webhookDeliveryView, webhookSecretView } from "@llamasketch/contract";
import { requireUser } from "../../../accounts/identity.ts";
import type { AppInstance } from "../../../http/context.ts";
import { notFound } from "../../../http/errors.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { generationParams, requireGeneration } from "../owned.ts";
import { deliveryView } from "../views.ts";
import { newSecret } from "../webhook-signature.ts";

const look = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/generations/{id}/webhook",
    request: generationParams,
    responses: { 200: json(webhookDeliveryView, "How telling of its end went") },
  },
);
const resend = defineRoute(
  { who: "owner", scope: "generations:write", limit: "make" },
  {
    method: "post",
    path: "/api/v1/generations/{id}/webhook/resend",
    request: generationParams,
    responses: { 200: json(webhookDeliveryView, "It is told once more, with the same id") },
  },
);
const secret = defineRoute(
  { who: "owner", scope: "generations:write", limit: "read" },
  {
    method: "get",
    path: "/api/v1/webhook-secret",
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
    const { webhooks, outbox, commit, pokeOutside } = c.get("services");
    const before = await webhooks.ofOwner(row.ownerId, row.id);
    if (!before) throw notFound("webhook");
    // Named by how often it was tried: asked for many times at once it is told once more.
    const outboxId = `call:${row.id}:${before.attempts}`;
    const entry = { id: outboxId, kind: "deliver_webhook", subject: row.id, createdAt: Date.now() } as const;
    await commit([webhooks.again(row.id), outbox.addOnce(entry)]);
    await pokeOutside([{ outboxId }]).catch(() => undefined);
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
    const userId = requireUser(c);
    await commit([webhooks.replaceSecret(userId, newSecret(), Date.now())]);
    // As it stands: another call may have made a newer one.
    return c.json({ secret: (await webhooks.secretOf(userId)) ?? "" }, 200);
  });
}

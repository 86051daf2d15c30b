import { callerOf } from "../../http/caller-of.ts";
import { webhookDeliveryView, webhookSecretView } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { requireUser } from "../../http/require-caller.ts";
import type { AppInstance } from "../../http/context.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { conflict, defineRoute, json } from "../../http/route.ts";
import type { Ports } from "../../ports.ts";
import { generationParams, requireGeneration } from "../../jobs/owned.ts";
import { deliveryView } from "../delivery-view.ts";
import { plainAddress } from "../webhook-address.ts";
import { newSecret, replacedBy, secretsIn } from "../webhook-signature.ts";

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
    responses: {
      200: json(webhookDeliveryView, "It is told once more, with the same id"),
      ...conflict("Its address answered 410 Gone"),
    },
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
    responses: { 200: json(webhookSecretView, "A new one; for a day the old one signs beside it") },
  },
);

export function registerWebhooks(app: AppInstance): void {
  app.openapi(look, async (c) => {
    const row = await requireGeneration(callerOf(c), c.req.valid("param").id);
    const delivery = await c.get("services").webhooks.ofOwner(row.ownerId, row.id);
    if (!delivery) throw notFound("webhook");
    return c.json(deliveryView(delivery, await isStopped(c.get("services"), row)), 200);
  });
  app.openapi(resend, async (c) => {
    const row = await requireGeneration(callerOf(c), c.req.valid("param").id);
    const { webhooks, outbox, commit, pokeOutside } = c.get("services");
    const before = await webhooks.ofOwner(row.ownerId, row.id);
    if (!before) throw notFound("webhook");
    if (await isStopped(c.get("services"), row))
      throw new ApiError("conflict", "This webhook's address answered 410 Gone, so nothing is sent there.", {
        hint: "Turn it on again first: on the page Webhooks, or POST its url to /api/v1/webhook-stops/resume.",
      });
    // Named by how often it was tried: asked for many times at once it is told once more.
    const outboxId = `call:${row.id}:${before.attempts}`;
    const entry = { id: outboxId, kind: "deliver_webhook", subject: row.id, createdAt: Date.now() } as const;
    await commit([webhooks.again(row.id), outbox.addOnce(entry)]);
    await pokeOutside([{ outboxId }]);
    const delivery = await webhooks.ofOwner(row.ownerId, row.id);
    if (!delivery) throw notFound("webhook");
    return c.json(deliveryView(delivery, false), 200);
  });
  app.openapi(secret, async (c) => {
    const services = c.get("services");
    return c.json({ secret: newest(await keptSecret(services, requireUser(callerOf(c)))) }, 200);
  });
  app.openapi(rotate, async (c) => {
    const services = c.get("services");
    const userId = requireUser(callerOf(c));
    const nowMs = Date.now();
    const before = await keptSecret(services, userId);
    const next = replacedBy(newSecret(), before, nowMs);
    await services.commit([services.webhooks.replaceSecret(userId, before, next, nowMs)]);
    // Of two calls at once one makes it, and both are told the same.
    return c.json({ secret: newest(await keptSecret(services, userId)) }, 200);
  });
}

async function isStopped({ webhooks }: Ports, { ownerId, webhookUrl }: JobRow): Promise<boolean> {
  const address = plainAddress(webhookUrl ?? "");
  return (await webhooks.stoppedAmong(ownerId, [address])).has(address);
}

const newest = (kept: string): string => secretsIn(kept, Date.now())[0] ?? "";

/** Made when it is first needed. */
async function keptSecret({ webhooks, commit }: Ports, userId: string): Promise<string> {
  const kept = await webhooks.secretOf(userId);
  if (kept !== undefined) return kept;
  await commit([webhooks.addSecret(userId, newSecret(), Date.now())]);
  return (await webhooks.secretOf(userId)) ?? "";
}

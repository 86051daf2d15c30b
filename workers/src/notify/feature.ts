import { defineFeature } from "../feature.ts";
import { deliverWebhook, webhookReceiver } from "./deliver-webhook.ts";
import { endReceiver, mailEnd } from "./mail-end.ts";
import { registerWebhookDeliveries } from "./routes/webhook-deliveries.list.ts";
import { registerWebhookStops } from "./routes/webhook-stops.ts";
import { registerWebhooks } from "./routes/webhooks.ts";
import { createWebhookStore } from "./webhook-store.ts";

declare module "../ports.ts" {
  interface Ports {
    webhooks: ReturnType<typeof createWebhookStore>;
  }
}

export const notify = defineFeature({
  name: "notify",
  tags: {
    "webhook-deliveries": "How webhooks were heard",
    "webhook-stops": "Addresses of webhooks that want no more",
    "webhook-secret": "What webhooks are signed with",
  },
  ports: ({ db }) => ({ webhooks: createWebhookStore(db) }),
  routes(app) {
    registerWebhooks(app);
    registerWebhookDeliveries(app);
    registerWebhookStops(app);
  },
  outsideEffects: {
    deliver_webhook: { to: webhookReceiver, send: deliverWebhook },
    mail_end: { to: endReceiver, send: mailEnd },
  },
  erase: async ({ commit, webhooks }, userId) => {
    await commit([webhooks.forgetStops(userId)]);
    return false;
  },
});

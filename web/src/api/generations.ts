import {
  generationCreate,
  generationList,
  generationView,
  mediaModelList,
  quoteView,
  uploadView,
  stoppedWebhookList,
  webhookDeliveryList,
  webhookDeliveryView,
  webhookSecretView,
  type GenerationView,
  type QuoteView,
  type UploadView,
} from "@llamasketch/contract";
import type { z } from "zod";
import { ApiFailure } from "./api-failure.ts";
import { apiUrl } from "./api-url.ts";
import { jsonBody, request, requestJson } from "./request.ts";

const ROOT = "/api/v1";
/** What one may ask for; what has a value when it is not said need not be said. */
export type Asked = z.input<typeof generationCreate>;
export type Model = z.infer<typeof mediaModelList>["models"][number];
export type Kind = Model["does"][number];
export type GenerationPage = z.infer<typeof generationList>;
export type Delivery = z.infer<typeof webhookDeliveryList>["deliveries"][number];

/** Makes something: said again under the same key it is made once. */
const once = (body: unknown, key: string): RequestInit => ({
  ...jsonBody("POST", body),
  headers: { "content-type": "application/json", "idempotency-key": key },
});
const page = (path: string, cursor: string | null, limit: number): string =>
  `${ROOT}${path}?${new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) })}`;

export const readModels = async () => (await requestJson(mediaModelList, `${ROOT}/models`)).models;
/** A price, promised for exactly this and for one use. */
export const askQuote = (asked: Partial<Asked>, signal: AbortSignal): Promise<QuoteView> =>
  requestJson(quoteView, `${ROOT}/quotes`, { ...jsonBody("POST", asked), signal });
export const generate = (asked: Asked, key: string): Promise<GenerationView> =>
  requestJson(generationView, `${ROOT}/generations`, once(asked, key));
export const readGeneration = (id: string): Promise<GenerationView> =>
  requestJson(generationView, `${ROOT}/generations/${id}`, { cache: "no-store" });
/** One's own, the newest first. Whom nobody knows yet has none. */
export async function listGenerations(cursor: string | null, limit: number): Promise<GenerationPage> {
  try {
    return await requestJson(generationList, page("/generations", cursor, limit), { cache: "no-store" });
  } catch (error) {
    if (error instanceof ApiFailure && error.detail.status === 401)
      return { generations: [], nextCursor: null };
    throw error;
  }
}
export const cancelGeneration = (id: string): Promise<GenerationView> =>
  requestJson(generationView, `${ROOT}/generations/${id}/cancel`, jsonBody("POST", {}));
/** The same once more; `newSeed`: another picture of the same words. */
export const retryGeneration = (id: string, newSeed: boolean, key: string): Promise<GenerationView> =>
  requestJson(generationView, `${ROOT}/generations/${id}/retry`, once({ newSeed }, key));
/** All of it is gone for good: pictures and words. */
export async function deleteGeneration(id: string): Promise<void> {
  await request(`${ROOT}/generations/${id}`, { method: "DELETE" });
}
/** A picture of one's own, kept for a week. */
export const sendPicture = (file: Blob): Promise<UploadView> =>
  requestJson(uploadView, `${ROOT}/uploads`, {
    method: "POST",
    headers: { "content-type": file.type },
    body: file,
  });
export const readUpload = (id: string): Promise<UploadView> =>
  requestJson(uploadView, `${ROOT}/uploads/${id}`);
/** Where a generation is followed, event by event. */
export const eventsUrl = (id: string): string => apiUrl(`${ROOT}/generations/${id}/events`);

export const listDeliveries = (cursor: string | null, limit: number) =>
  requestJson(webhookDeliveryList, page("/webhook-deliveries", cursor, limit), { cache: "no-store" });
export const resendWebhook = (id: string) =>
  requestJson(webhookDeliveryView, `${ROOT}/generations/${id}/webhook/resend`, jsonBody("POST", {}));
export const listStops = async () =>
  (await requestJson(stoppedWebhookList, `${ROOT}/webhook-stops`, { cache: "no-store" })).webhooks;
export const resumeWebhook = async (url: string) =>
  (await requestJson(stoppedWebhookList, `${ROOT}/webhook-stops/resume`, jsonBody("POST", { url }))).webhooks;
export const readWebhookSecret = async (): Promise<string> =>
  (await requestJson(webhookSecretView, `${ROOT}/webhook-secret`, { cache: "no-store" })).secret;
/** For a day the one before signs beside it. */
export async function renewWebhookSecret(): Promise<string> {
  const answer = await request(`${ROOT}/webhook-secret`, jsonBody("POST", {}));
  return webhookSecretView.parse(await answer.json()).secret;
}

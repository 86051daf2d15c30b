import { finalList, finalView, quoteView, type FinalCreate, type FinalView } from "@llamasketch/contract";
import { apiUrl } from "./api-url.ts";
import { jsonBody, request, requestJson } from "./request.ts";

/** What a square final of this side costs, promised for a while. */
export const quoteFinal = (sketchId: string, sidePx: number) =>
  requestJson(
    quoteView,
    `/api/sketches/${sketchId}/finals/quotes`,
    jsonBody("POST", { widthPx: sidePx, heightPx: sidePx }),
  );

/** Has `canvas` painted large. Said again with the same key it is asked for once. */
export function putFinal(
  sketchId: string,
  about: FinalCreate,
  canvas: Blob,
  key: string,
): Promise<FinalView> {
  const form = new FormData();
  form.set("about", JSON.stringify(about));
  form.set("image", canvas);
  const headers = { "idempotency-key": key };
  return requestJson(finalView, `/api/sketches/${sketchId}/finals`, { method: "PUT", body: form, headers });
}

/** Those that wait or are being made, in the order they were asked for. */
export const openFinals = async (sketchId: string): Promise<FinalView[]> =>
  (await requestJson(finalList, `/api/sketches/${sketchId}/finals`, { cache: "no-store" })).finals;

export const readFinal = (id: string): Promise<FinalView> =>
  requestJson(finalView, `/api/finals/${id}`, { cache: "no-store" });

export const cancelFinal = (id: string): Promise<FinalView> =>
  requestJson(finalView, `/api/finals/${id}/cancel`, { method: "POST" });

export async function readFinalPicture(pictureId: string): Promise<Blob> {
  return (await request(`/api/pictures/${pictureId}`, { cache: "no-store" })).blob();
}

/** Its events as they come; the stream dials again by itself. */
export const finalEvents = (id: string): EventSource =>
  new EventSource(apiUrl(`/api/finals/${id}/events`), { withCredentials: true });

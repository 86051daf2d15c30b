import type { ComfyFetch } from "@llamasketch/comfyui";
import { request } from "undici";

/** Statuses whose Response must not be given a body. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/** The platform's fetch wraps bodies in web streams, which costs a live frame as much as the request itself. */
export const comfyFetch: ComfyFetch = async (url, init = {}) => {
  const { method, headers, body, signal } = init;
  // Forms of the platform are for its own fetch alone.
  if (body instanceof FormData) return fetch(url, init);
  const { statusCode, body: reply } = await request(url, {
    method: (method ?? "GET") as "GET",
    headers: headers as Record<string, string> | undefined,
    body: body as Uint8Array | string | undefined,
    signal: signal ?? undefined,
  });
  const bytes = await reply.arrayBuffer();
  return new Response(WITHOUT_BODY.has(statusCode) ? null : bytes, { status: statusCode });
};

import { jobId } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../../../http/context.ts";
import { ApiError, notFound } from "../../../http/errors.ts";
import { conflict, defineRoute } from "../../../http/route.ts";
import { clipWebm } from "../../../media/clip-webm.ts";
import { hasBytes, shownUnless } from "../../../media/emptied.ts";
import { MEDIA_ROOT } from "../../../http/media-root.ts";

const route = defineRoute(
  { who: "nobody", limit: "read" },
  {
    method: "get",
    path: `${MEDIA_ROOT}jobs/{job}/{attempt}/{name}`,
    operationId: "getResultFile",
    summary: "A result's bytes",
    request: {
      params: z.object({
        job: jobId,
        attempt: z.string().regex(/^\d{1,4}$/),
        name: z.string().regex(/^[0-3](-marked|-thumbnail)?$/),
      }),
      query: z.object({
        expires: z.string().regex(/^\d{1,16}$/),
        signature: z.string().max(64),
        /** As a file to be saved. */
        download: z.literal("1").optional(),
        /** A video in another container. */
        format: z.literal("webm").optional(),
      }),
    },
    responses: {
      200: { description: "The picture, for anyone who has its address" },
      304: { description: "As `If-None-Match` has it already" },
      ...conflict("It is not to be had in that format"),
    },
  },
);

/** Opened by its signature alone: no cookie is looked at, and nothing in it may run. What was removed is gone, whatever was signed. */
export const registerMediaGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { signedUrls, media } = c.get("services");
    const { expires, signature, download, format } = c.req.valid("query");
    const key = c.req.path.slice(MEDIA_ROOT.length);
    const nowMs = Date.now();
    const object = (await signedUrls.verify(key, expires, signature, nowMs))
      ? await shownUnless(media, key, c.req.raw.headers)
      : null;
    if (!object) throw notFound("picture");
    const lastsS = Math.max(0, Math.floor((Number(expires) - nowMs) / 1000));
    const headers = {
      "content-security-policy": "sandbox; default-src 'none'",
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": `private, max-age=${lastsS}, immutable`,
      etag: object.httpEtag,
    };
    if (!hasBytes(object)) return new Response(null, { status: 304, headers });
    const { type, extension, bytes, body } = await given(object, format);
    const { job, name } = c.req.valid("param");
    return new Response(body, {
      headers: {
        ...headers,
        "content-type": type,
        "content-length": String(bytes),
        ...(download && { "content-disposition": `attachment; filename="${job}-${name}.${extension}"` }),
      },
    });
  });

async function given(object: R2ObjectBody, format: "webm" | undefined) {
  const { customMetadata, httpMetadata, size, body } = object;
  if (format === undefined) {
    const extension = customMetadata?.format === "jpeg" ? "jpg" : (customMetadata?.format ?? "bin");
    return { type: httpMetadata?.contentType ?? "application/octet-stream", extension, bytes: size, body };
  }
  const isClip = customMetadata?.durationMs !== undefined;
  const webm = isClip ? await clipWebm(new Uint8Array(await object.arrayBuffer())) : null;
  if (!webm)
    throw new ApiError("conflict", "This is not available as WebM.", {
      hint: isClip ? "Its host stored pictures that only WebP has. Take it as it is." : "It does not move.",
    });
  return { type: `video/${format}`, extension: format, bytes: webm.length, body: webm };
}

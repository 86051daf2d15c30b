import { jobId } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../../../http/context.ts";
import { notFound } from "../../../http/errors.ts";
import { defineRoute } from "../../../http/route.ts";
import { hasBytes, shownUnless } from "../../../media/emptied.ts";
import { MEDIA_ROOT } from "../../../media/signed-url.ts";

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
      }),
    },
    responses: {
      200: { description: "The picture, for whoever has its address" },
      304: { description: "As `If-None-Match` has it already" },
    },
  },
);

/** Opened by its signature alone: no cookie is looked at, and nothing in it may run. What was removed is gone, whatever was signed. */
export const registerMediaGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { signedUrls, media } = c.get("services");
    const { expires, signature, download } = c.req.valid("query");
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
    return new Response(object.body, {
      headers: {
        ...headers,
        "content-type": object.httpMetadata?.contentType ?? "application/octet-stream",
        "content-length": String(object.size),
        ...(download && {
          "content-disposition": `attachment; filename="${fileName(c.req.valid("param"), object)}"`,
        }),
      },
    });
  });

function fileName({ job, name }: { job: string; name: string }, { customMetadata }: R2Object): string {
  const extension = customMetadata?.format === "jpeg" ? "jpg" : (customMetadata?.format ?? "bin");
  return `${job}-${name}.${extension}`;
}

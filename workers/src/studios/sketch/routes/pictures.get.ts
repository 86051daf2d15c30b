import { createRoute } from "@hono/zod-openapi";
import { requireUser } from "../../../accounts/identity.ts";
import type { AppInstance } from "../../../http/context.ts";
import { notFound } from "../../../http/errors.ts";
import { pictureKey } from "../../../media/keys.ts";
import { pictureParams } from "../params.ts";

const route = createRoute({
  method: "get",
  path: "/api/pictures/{id}",
  request: pictureParams,
  responses: { 200: { description: "The picture's bytes, for its owner" } },
});

export const registerPicturesGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { sketches, media } = c.get("services");
    const row = await sketches.pictureById(c.req.valid("param").id, requireUser(c));
    if (!row) throw notFound("picture");
    const { sketchId, epoch, version, format } = row.picture;
    const object = await media.get(pictureKey(sketchId, epoch, version));
    if (!object) throw notFound("picture");
    return new Response(object.body, {
      headers: {
        "content-type": `image/${format}`,
        "cache-control": "private, max-age=3600",
        "content-security-policy": "sandbox; default-src 'none'",
        etag: object.httpEtag,
      },
    });
  });

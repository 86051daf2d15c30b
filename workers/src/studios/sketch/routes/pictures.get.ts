import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute } from "../../../http/route.ts";
import { serveImage } from "../../../media/serve.ts";
import { requirePicture } from "../owned.ts";
import { pictureParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/pictures/{id}",
    operationId: "getPicture",
    summary: "A picture's bytes",
    request: { ...pictureParams, query: z.object({ v: z.string().max(32).optional() }) },
    responses: { 200: { description: "The picture's bytes, for its owner" } },
  },
);

export const registerPicturesGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { objectKey, seq } = await requirePicture(c, c.req.valid("param").id);
    return serveImage(c, "picture", objectKey, () => c.req.valid("query").v === String(seq));
  });

import { callerOf } from "../../../http/caller-of.ts";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute } from "../../../http/route.ts";
import { withoutMark } from "../../../media/keys.ts";
import { serveImage } from "../../../media/serve.ts";
import { requirePictureAs } from "../owned.ts";
import { pictureParams } from "../params.ts";
import { shownKey } from "../shown-picture.ts";

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
    const { v } = c.req.valid("query");
    const { objectKey, seq } = await requirePictureAs(callerOf(c), c.req.valid("param").id, v);
    const key = shownKey(c.get("services"), objectKey, c.get("identity")?.person ?? null);
    // One with a mark loses it with another plan, under the same address.
    return serveImage(
      callerOf(c),
      "picture",
      key,
      () => withoutMark(objectKey) === null && v === String(seq),
    );
  });

import { callerOf } from "../../../http/caller-of.ts";
import type { AppInstance } from "../../../http/context.ts";
import { requireAccount } from "../../../http/require-caller.ts";
import { notFound } from "../../../http/errors.ts";
import { defineRoute } from "../../../http/route.ts";
import { serveImage } from "../../../media/serve.ts";
import { pictureParams } from "../params.ts";

/** So long after saying why one looks at a sketch its pictures can be seen. */
const LOOK_MS = 3_600_000;

const route = defineRoute(
  { who: "moderator", limit: "read" },
  {
    method: "get",
    path: "/api/admin/pictures/{id}",
    operationId: "lookAtPicture",
    summary: "A picture of a sketch that is looked at",
    request: pictureParams,
    responses: {
      200: { description: "A picture of a sketch that this member of the staff said why they look at" },
    },
  },
);

export const registerAdminPicturesGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { pictures, audit } = c.get("services");
    const row = await pictures.anyById(c.req.valid("param").id);
    const mayLook =
      row && (await audit.hasLooked(requireAccount(callerOf(c)).id, row.sketchId, Date.now() - LOOK_MS));
    if (!row || !mayLook) throw notFound("picture");
    return serveImage(callerOf(c), "picture", row.objectKey, () => false);
  });

import { callerOf } from "../../../http/caller-of.ts";
import { picturePatch, pictureView } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { body, defineRoute, json } from "../../../http/route.ts";
import { requirePicture } from "../owned.ts";
import { pictureParams } from "../params.ts";
import { pictureViewOf } from "../views.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:write", limit: "write" },
  {
    method: "patch",
    path: "/api/pictures/{id}",
    operationId: "pinPicture",
    summary: "Pins a picture",
    request: { ...pictureParams, ...body(picturePatch) },
    responses: { 200: json(pictureView, "The picture, pinned or not any more") },
  },
);

export const registerPicturesPatch = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const picture = await requirePicture(callerOf(c), c.req.valid("param").id);
    const { pictures, commit } = c.get("services");
    await commit([pictures.pin(picture, c.req.valid("json").pinned ? Date.now() : null)]);
    return c.json(pictureViewOf(await requirePicture(callerOf(c), picture.id)), 200);
  });

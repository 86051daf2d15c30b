import { callerOf } from "../../../http/caller-of.ts";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute } from "../../../http/route.ts";
import { newId } from "../../../ids.ts";
import { requirePicture } from "../owned.ts";
import { pictureParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:write", limit: "write" },
  {
    method: "delete",
    path: "/api/pictures/{id}",
    operationId: "deletePicture",
    summary: "Deletes a picture",
    request: pictureParams,
    responses: { 204: { description: "Gone from the history; its bytes follow" } },
  },
);

export const registerPicturesDelete = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requirePicture(callerOf(c), c.req.valid("param").id);
    const { pictures, storage, commit, pokeOutbox } = c.get("services");
    const outboxId = newId("request");
    await commit([
      ...storage.removingPictures([row]),
      pictures.retire(row, outboxId, Date.now()),
      pictures.remove(row),
    ]);
    // Only a poke: if it is lost, the sweep finds the row.
    await pokeOutbox(outboxId);
    return c.body(null, 204);
  });

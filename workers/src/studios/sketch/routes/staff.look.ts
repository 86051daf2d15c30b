import { callerOf } from "../../../http/caller-of.ts";
import { adminLook, adminSketchView } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { notFound } from "../../../http/errors.ts";
import { body, defineRoute, json } from "../../../http/route.ts";
import { sketchParams } from "../params.ts";
import { pictureViewOf, sketchViewOf } from "../views.ts";
import { writtenDown } from "../written-down.ts";
import { audited } from "../../../admin/staff.ts";

const PICTURES_SHOWN = 50;

const route = defineRoute(
  { who: "moderator", limit: "write" },
  {
    method: "post",
    path: "/api/admin/sketches/{id}/look",
    operationId: "lookAtSketch",
    summary: "Views a user's sketch, with a reason",
    request: { ...sketchParams, ...body(adminLook) },
    responses: {
      200: json(adminSketchView, "A user's sketch, for support; viewing it is written to the audit log"),
    },
  },
);

export const registerAdminSketchesLook = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const row = await services.sketches.anyById(c.req.valid("param").id);
    if (!row) throw notFound("sketch");
    await writtenDown(services, [row]);
    const { reason } = c.req.valid("json");
    await services.commit([audited(callerOf(c), "look_at_sketch", row.id, reason, { ownerId: row.ownerId })]);
    const pictures = await services.pictures.list(row.id, {
      order: "newest",
      isPinned: false,
      limit: PICTURES_SHOWN,
    });
    const views = pictures.map((picture) => ({
      ...pictureViewOf(picture),
      url: `/api/admin/pictures/${picture.id}`,
    }));
    return c.json({ sketch: await sketchViewOf(services, row), ownerId: row.ownerId, pictures: views }, 200);
  });

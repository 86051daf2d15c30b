import { fileStem } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { conflict, defineRoute } from "../../../http/route.ts";
import { archiveResponse } from "../../../media/archive.ts";
import { archiveFiles } from "../archive.ts";
import { requireWholeSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "heavy", banned: "welcome" },
  {
    method: "get",
    path: "/api/sketches/{id}/archive",
    request: sketchParams,
    responses: {
      200: { description: "A ZIP: every picture kept, the stroke log and sketch.json" },
      ...conflict("The sketch is still being copied"),
    },
  },
);

export const registerSketchesArchive = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireWholeSketch(c, c.req.valid("param").id);
    return archiveResponse(archiveFiles(c.get("services"), row), "sketch", fileStem(row.title, "sketch"));
  });

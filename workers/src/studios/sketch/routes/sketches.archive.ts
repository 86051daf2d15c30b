import { callerOf } from "../../../http/caller-of.ts";
import { fileStem } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { conflict, defineRoute } from "../../../http/route.ts";
import { ArchivePart, archiveResponse, partQuery, requirePart } from "../../../http/archive.ts";
import { archiveFiles, readsOf } from "../archive.ts";
import { requireWholeSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "heavy", banned: "welcome" },
  {
    method: "get",
    path: "/api/sketches/{id}/archive",
    operationId: "archiveSketch",
    summary: "Packs a sketch",
    request: { ...sketchParams, query: partQuery },
    responses: {
      200: { description: "A ZIP: every picture kept, the stroke log and sketch.json" },
      ...conflict(
        "The sketch is still being copied, or more than one archive holds: then ask for each `part`",
      ),
    },
  },
);

export const registerSketchesArchive = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireWholeSketch(callerOf(c), c.req.valid("param").id);
    const services = c.get("services");
    const reads = (await readsOf(services, [row.id])).get(row.id) ?? 0;
    const { part, parts } = requirePart(c.req.valid("query").part, reads);
    const files = archiveFiles(services, row, new ArchivePart(services.media, part));
    const title = parts === 1 ? row.title : `${row.title} ${part} of ${parts}`;
    return archiveResponse(files, "sketch", fileStem(title, "sketch"));
  });

import type { AppInstance } from "../../../http/context.ts";
import { conflict, defineRoute } from "../../../http/route.ts";
import { archiveResponse } from "../../../media/archive.ts";
import { archiveFiles } from "../archive.ts";
import { requireWholeSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";

const NAME_MAX_CHARS = 80;

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "heavy", banned: "welcome" },
  {
    method: "get",
    path: "/api/sketches/{id}/archive",
    operationId: "archiveSketch",
    summary: "Packs a sketch",
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
    return archiveResponse(archiveFiles(c.get("services"), row), "sketch", encodedTitle(row.title));
  });

/** Without what file systems or headers could take for more than a name. */
function encodedTitle(title: string): string {
  const name = title
    .normalize("NFC")
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|%]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .slice(0, NAME_MAX_CHARS)
    .replaceAll(/^[. ]+|[. ]+$/g, "");
  return encodeURIComponent(name.toWellFormed() || "sketch").replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

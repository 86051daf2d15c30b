import { callerOf } from "../../../http/caller-of.ts";
import { errorBody, generationArchive } from "@llamasketch/contract";
import { requireUser } from "../../../http/require-caller.ts";
import type { AppInstance } from "../../../http/context.ts";
import { ApiError, notFound } from "../../../http/errors.ts";
import {
  body,
  conflict,
  defineRoute,
  json,
  methodNotAllowed,
  methodsOf,
  routesAt,
} from "../../../http/route.ts";
import { ArchivePart, archiveResponse } from "../../../http/archive.ts";
import { generationFiles } from "../archive.ts";

const route = defineRoute(
  { who: "owner", scope: "generations:read", limit: "heavy", banned: "welcome" },
  {
    method: "post",
    path: "/api/v1/generations/archive",
    operationId: "archiveGenerations",
    summary: "Packs the results of generations",
    request: body(generationArchive),
    responses: {
      200: {
        description: "A ZIP: the results of these generations and generations.json",
        content: { "application/zip": { schema: { type: "string", format: "binary" } } },
      },
      404: json(errorBody, "One of them does not exist, or belongs to someone else"),
      ...conflict("None of them has results"),
    },
  },
);

/** Before the routes of one generation: this is no id. */
export function registerGenerationsArchive(app: AppInstance): void {
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const ids = [...new Set(c.req.valid("json").ids)];
    const rows = await services.jobs.amongOf(requireUser(callerOf(c)), "generation", ids);
    if (rows.length < ids.length) throw notFound("generation");
    const results = await services.jobs.resultsOf(ids);
    if (results.length === 0)
      throw new ApiError("conflict", "There is nothing to download yet.", {
        hint: "Choose generations that have results.",
      });
    return archiveResponse(
      generationFiles(services, rows, results, new ArchivePart(services.media, 1)),
      "pictures",
    );
  });
  app.all(route.path, (c) => {
    throw methodNotAllowed(c, methodsOf(routesAt(route.path)));
  });
}

import { callerOf } from "../../http/caller-of.ts";
import type { AppInstance } from "../../http/context.ts";
import { conflict, defineRoute } from "../../http/route.ts";
import { ArchivePart, archiveResponse, partQuery, requirePart } from "../../http/archive.ts";
import { exportFiles, exportReads } from "../export.ts";
import { requireUser } from "../../http/require-caller.ts";

const route = defineRoute(
  { who: "owner", limit: "heavy", cost: 2, banned: "welcome" },
  {
    method: "get",
    path: "/api/account/export",
    operationId: "exportAccount",
    summary: "Packs everything that is kept of a person",
    request: { query: partQuery },
    responses: {
      200: { description: "A ZIP of everything that is kept of this person" },
      ...conflict("It is more than one archive holds: then ask for each `part`"),
    },
  },
);

export const registerExportGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const identity = { userId: requireUser(callerOf(c)), account: c.get("identity")?.account ?? null };
    const reads = await exportReads(services, identity.userId);
    const { part, parts } = requirePart(c.req.valid("query").part, reads);
    const files = exportFiles(services, identity, new ArchivePart(services.media, part));
    return archiveResponse(files, parts === 1 ? "llamasketch" : `llamasketch-${part}-of-${parts}`);
  });

import type { AppInstance } from "../../http/context.ts";
import { defineRoute } from "../../http/route.ts";
import { archiveResponse } from "../../media/archive.ts";
import { exportFiles } from "../export.ts";
import { requireUser } from "../identity.ts";

const route = defineRoute(
  { who: "owner", limit: "heavy", cost: 2, banned: "welcome" },
  {
    method: "get",
    path: "/api/account/export",
    operationId: "exportAccount",
    summary: "Packs everything that is kept of a person",
    responses: { 200: { description: "A ZIP of everything that is kept of this person" } },
  },
);

export const registerExportGet = (app: AppInstance) =>
  app.openapi(route, (c) => {
    const identity = { userId: requireUser(c), account: c.get("identity")?.account ?? null };
    return archiveResponse(exportFiles(c.get("services"), identity), "llamasketch");
  });

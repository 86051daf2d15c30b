import type { AppInstance } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";
import { defineRoute, upgraded } from "../http/route.ts";
import { HOST_HEADER } from "../hosts/credentials.ts";

const route = defineRoute(
  { who: "agent", limit: null },
  {
    method: "get",
    path: "/api/agents/control",
    operationId: "openAgentControl",
    summary: "Where agents dial in",
    responses: upgraded("Where agents dial in"),
  },
);

export const registerAgentConnect = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { dispatcher, config } = c.get("services");
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
      throw new ApiError("upgrade_required", "This endpoint requires a WebSocket connection.");
    }
    const headers = { upgrade: "websocket", [HOST_HEADER]: JSON.stringify(c.get("host")) };
    return dispatcher(config.region).fetch("https://dispatcher/", { headers });
  });

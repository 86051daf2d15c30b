import type { AppInstance } from "../http/context.ts";
import { requireBearer } from "../http/bearer.ts";
import { ApiError } from "../http/errors.ts";

/** Where agents dial in. */
export function registerAgentConnect(app: AppInstance): void {
  app.get("/api/agents/control", async (c) => {
    const { secrets, dispatcher, config } = c.get("services");
    await requireBearer(c.req.header("authorization"), secrets.agentToken);
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
      throw new ApiError("upgrade_required", "This address speaks WebSocket.");
    }
    return dispatcher(config.region).fetch("https://dispatcher/", { headers: { upgrade: "websocket" } });
  });
}

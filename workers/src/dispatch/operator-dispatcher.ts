import { dispatcherOverview, dispatcherRestarted } from "@llamasketch/contract";
import type { AppInstance } from "../http/context.ts";
import { defineRoute, json } from "../http/route.ts";

const overview = defineRoute(
  { who: "operator", limit: null },
  {
    method: "get",
    path: "/api/operator/dispatcher",
    operationId: "getDispatcher",
    summary: "What the dispatcher sees",
    responses: { 200: json(dispatcherOverview, "What the dispatcher sees") },
  },
);
const restart = defineRoute(
  { who: "operator", limit: null },
  {
    method: "post",
    path: "/api/operator/dispatcher/restart",
    operationId: "restartDispatcher",
    summary: "Restarts the dispatcher",
    responses: { 200: json(dispatcherRestarted, "The dispatcher restarts; nobody who draws notices") },
  },
);

export function registerOperatorDispatcher(app: AppInstance): void {
  app.openapi(overview, async (c) => {
    const { dispatcher, config } = c.get("services");
    return c.json(await dispatcher(config.region).overview(), 200);
  });
  app.openapi(restart, async (c) => {
    const { dispatcher, config } = c.get("services");
    // The call itself ends with the object: that it fails is how one knows it worked.
    await dispatcher(config.region)
      .restart()
      .catch(() => undefined);
    return c.json({ restarted: true as const }, 200);
  });
}

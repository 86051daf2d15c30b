import type { AppInstance } from "../http/context.ts";
import { requireBearer } from "../http/bearer.ts";

/** For the operator: what the dispatcher sees, and a restart that no drawer may notice. */
export function registerOperatorDispatcher(app: AppInstance): void {
  app.get("/api/operator/dispatcher", async (c) => {
    const { secrets, dispatcher, config } = c.get("services");
    await requireBearer(c.req.header("authorization"), secrets.operatorToken);
    return c.json(await dispatcher(config.region).overview(), 200);
  });
  app.post("/api/operator/dispatcher/restart", async (c) => {
    const { secrets, dispatcher, config } = c.get("services");
    await requireBearer(c.req.header("authorization"), secrets.operatorToken);
    // The call itself ends with the object: that it fails is how one knows it worked.
    await dispatcher(config.region)
      .restart()
      .catch(() => undefined);
    return c.json({ restarted: true }, 200);
  });
}

import type { AppInstance } from "../../../http/context.ts";
import { addressOf, requireSketch } from "../owned.ts";

/** Counts of the live session, for its owner and for measurements. */
export const registerSketchesStats = (app: AppInstance) =>
  app.get("/api/sketches/:id/live", async (c) => {
    const row = await requireSketch(c, c.req.param("id"));
    return c.json(await c.get("services").session(addressOf(row)).stats(), 200);
  });

import { callerOf } from "../../../http/caller-of.ts";
import { FINAL_CANVAS_MAX_BYTES, errorBody, finalCreate, finalView } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import { BODY_MAX_BYTES } from "../../../http/body-guard.ts";
import type { AppInstance } from "../../../http/context.ts";
import { conflict, defineRoute, json } from "../../../http/route.ts";
import { askFinal } from "../ask-final.ts";
import { finalViewOf } from "../final-views.ts";
import { requireWholeSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";
import { readForm } from "../read-form.ts";

const headers = z.object({
  /** The same key and body again is the same final, for a day. */
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional(),
});

const route = defineRoute(
  {
    who: "owner",
    scope: "sketches:write",
    limit: "make",
    // The canvas, and the form around it.
    bodyMaxBytes: FINAL_CANVAS_MAX_BYTES + BODY_MAX_BYTES,
  },
  {
    method: "put",
    path: "/api/sketches/{id}/finals",
    operationId: "createFinal",
    summary: "Asks for a final",
    request: { ...sketchParams, headers },
    responses: {
      201: json(finalView, "A form of `about` and `image`: it is queued, and what it costs is held"),
      402: json(errorBody, "There are not enough credits"),
      503: json(errorBody, "Work is paused, or no GPU host is available for it"),
      ...conflict("The price or the idempotency key is of something else, or the sketch is being copied"),
    },
  },
);

export const registerSketchesFinalsPut = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const sketch = await requireWholeSketch(callerOf(c), c.req.valid("param").id);
    const key = c.req.valid("header")["idempotency-key"] ?? null;
    const row = await askFinal(callerOf(c), sketch, await readForm(callerOf(c), finalCreate), key);
    return c.json(await finalViewOf(c.get("services"), row), 201);
  });

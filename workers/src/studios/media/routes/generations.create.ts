import { callerOf } from "../../../http/caller-of.ts";
import { errorBody, generationCreate, generationView } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../../../http/context.ts";
import { body, conflict, defineRoute, json } from "../../../http/route.ts";
import { generate } from "../generate.ts";
import { generationViewOf } from "../views.ts";

export const idempotencyHeaders = z.object({
  /** The same key and body again is the same generation, for a day. */
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional(),
});

const route = defineRoute(
  { who: "anyone", scope: "generations:write", limit: "make" },
  {
    method: "post",
    path: "/api/v1/generations",
    operationId: "createGeneration",
    summary: "Asks for pictures or a video",
    request: { ...body(generationCreate), headers: idempotencyHeaders },
    responses: {
      201: json(generationView, "It is queued, and what it costs is held"),
      402: json(errorBody, "There are not enough credits"),
      404: json(errorBody, "There is no such picture to paint over"),
      503: json(errorBody, "Work is stopped for a moment"),
      ...conflict("The price or the idempotency key is of something else"),
    },
  },
);

export const registerGenerationsCreate = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const key = c.req.valid("header")["idempotency-key"] ?? null;
    const row = await generate(callerOf(c), c.req.valid("json"), key);
    return c.json(await generationViewOf(c.get("services"), row), 201);
  });

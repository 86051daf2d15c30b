import { callerOf } from "../../../http/caller-of.ts";
import { errorBody, generationCreate, generationRetry, generationView } from "@llamasketch/contract";
import { isOver } from "@llamasketch/jobs";
import type { AppInstance } from "../../../http/context.ts";
import { ApiError } from "../../../http/errors.ts";
import { body, conflict, defineRoute, json } from "../../../http/route.ts";
import { generate } from "../generate.ts";
import { generationParams, requireGeneration } from "../../../jobs/owned.ts";
import { generationViewOf } from "../views.ts";
import { idempotencyHeaders } from "./generations.create.ts";

const route = defineRoute(
  { who: "owner", scope: "generations:write", limit: "make" },
  {
    method: "post",
    path: "/api/v1/generations/{id}/retry",
    operationId: "retryGeneration",
    summary: "Asks for the same once more",
    request: { ...generationParams, ...body(generationRetry), headers: idempotencyHeaders },
    responses: {
      201: json(generationView, "The same is queued once more, as a job of its own, at the price of now"),
      402: json(errorBody, "There are not enough credits"),
      503: json(errorBody, "Work is stopped for a moment"),
      ...conflict("It has not ended yet, or the idempotency key is of something else"),
    },
  },
);

/** The price that was promised for it was good once. */
const sameAgain = generationCreate.omit({ quote: true }).strip();

export const registerGenerationsRetry = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireGeneration(callerOf(c), c.req.valid("param").id);
    if (!isOver(row))
      throw new ApiError("conflict", "This one has not ended yet.", {
        hint: "Wait for its end, or cancel it first.",
      });
    const { seed, ...asked } = sameAgain.parse(row.request);
    const isSame = seed !== undefined && !c.req.valid("json").newSeed;
    const key = c.req.valid("header")["idempotency-key"] ?? null;
    const next = await generate(callerOf(c), { ...asked, ...(isSame && { seed }) }, key);
    return c.json(await generationViewOf(c.get("services"), next), 201);
  });

import { callerOf } from "../../../http/caller-of.ts";
import { generationList, generationQuery, type GenerationFilter } from "@llamasketch/contract";
import { requireUser } from "../../../http/require-caller.ts";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { generationViews } from "../views.ts";

const route = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/generations",
    operationId: "listGenerations",
    summary: "Lists and looks for generations",
    request: { query: generationQuery },
    responses: { 200: json(generationList, "One's own, the newest first; those that were looked for") },
  },
);

export const registerGenerationsList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const { cursor, limit, state, model, q, results } = c.req.valid("query");
    const rows = await services.jobs.listOf(requireUser(callerOf(c)), cursor ?? null, limit + 1, {
      kind: "generation",
      states: state && statesOf(state),
      model,
      query: q,
      hasResults: results === "true",
    });
    const page = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? (page.at(-1)?.id ?? null) : null;
    return c.json({ generations: await generationViews(services, page), nextCursor }, 200);
  });

const OPEN = ["queued", "running"] as const;
const ENDED = ["succeeded", "failed", "cancelled"] as const;
const statesOf = (state: NonNullable<GenerationFilter["state"]>) =>
  state === "open" ? OPEN : state === "ended" ? ENDED : [state];

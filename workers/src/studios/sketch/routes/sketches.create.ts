import { createRoute } from "@hono/zod-openapi";
import { REFUSALS, sketchCreate, sketchView } from "@llamasketch/contract";
import { userOrNew } from "../../../accounts/identity.ts";
import type { AppInstance } from "../../../http/context.ts";
import { body, json } from "../../../http/route.ts";
import { ApiError } from "../../../http/errors.ts";
import { newId } from "../../../ids.ts";
import { allowsPrompt } from "../../../moderation/prompt-rules.ts";
import { sketchViewOf } from "../views.ts";

const route = createRoute({
  method: "post",
  path: "/api/sketches",
  request: body(sketchCreate),
  responses: { 201: json(sketchView, "A new sketch, its owner's alone") },
});

export const registerSketchesCreate = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { sketches, commit, config } = c.get("services");
    const { title, widthPx, heightPx, settings } = c.req.valid("json");
    if (!allowsPrompt(settings.prompt ?? "")) {
      throw new ApiError("bad_request", REFUSALS.R10.message, {
        fields: { "settings.prompt": REFUSALS.R10.code },
      });
    }
    const nowMs = Date.now();
    const { userId, statements } = await userOrNew(c, nowMs);
    const row = {
      id: newId("sketch"),
      ownerId: userId,
      title,
      widthPx,
      heightPx,
      prompt: settings.prompt ?? "",
      strength: settings.strength ?? 0.6,
      seed: settings.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 1,
      region: config.region,
      regionEpoch: 1,
      createdAt: nowMs,
    };
    await commit([...statements, sketches.add(row)] as [ReturnType<typeof sketches.add>]);
    return c.json(await sketchViewOf(c.get("services"), { ...row, updatedAt: nowMs, deletedAt: null }), 201);
  });

import { callerOf } from "../../../http/caller-of.ts";
import { errorBody, sketchCreate, sketchView } from "@llamasketch/contract";
import { userOrNew } from "../../../accounts/identity.ts";
import type { AppInstance } from "../../../http/context.ts";
import { body, conflict, defineRoute, json } from "../../../http/route.ts";
import { newId } from "../../../ids.ts";
import { requireDrawable } from "../../../moderation/require-drawable.ts";
import { branchFrom, type Branch } from "../branch.ts";
import { requirePastDoor, requireRoom } from "../../../storage/budget.ts";
import { requireIntake } from "../../../storage/intake.ts";
import { carryOutCopy, copyStatements } from "../copy.ts";
import { sketchViewOf } from "../views.ts";

const route = defineRoute(
  { who: "anyone", scope: "sketches:write", limit: "make" },
  {
    method: "post",
    path: "/api/sketches",
    operationId: "createSketch",
    summary: "Makes a sketch",
    request: body(sketchCreate),
    responses: {
      201: json(sketchView, "A new sketch, its owner's alone"),
      404: json(errorBody, "There is no such picture to begin from"),
      ...conflict(
        "The picture's sketch is still being copied, or there is no room for another: `storage_full`",
      ),
    },
  },
);

/** What a sketch is like when nothing is asked for. */
const blank = (): Branch["like"] => ({
  title: "Untitled",
  widthPx: 1024,
  heightPx: 1024,
  prompt: "",
  strength: 0.6,
  seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 1,
});

export const registerSketchesCreate = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { branchOf, settings, ...asked } = c.req.valid("json");
    const nowMs = Date.now();
    const branch = branchOf === undefined ? null : await branchFrom(callerOf(c), branchOf);
    if (branch) await requirePastDoor(callerOf(c), nowMs);
    const like = { ...(branch?.like ?? blank()), ...asked, ...settings };
    requireDrawable({ "settings.prompt": like.prompt });
    const services = c.get("services");
    const { sketches, commit, config } = services;
    const budgetBytes = branch ? await requireRoom(callerOf(c), branch.copy.bytes, nowMs) : 0;
    if (branch) await requireIntake(callerOf(c), branch.copy.bytes, nowMs);
    const { userId, statements } = await userOrNew(callerOf(c), nowMs);
    const row = {
      ...like,
      id: newId("sketch"),
      ownerId: userId,
      region: config.region,
      regionEpoch: 1,
      createdAt: nowMs,
    };
    const copy =
      branch &&
      copyStatements(services, { ...branch.copy, sketchId: row.id, ownerId: userId, budgetBytes }, nowMs);
    // The user's row goes before its sketch's.
    await commit([...statements, sketches.add(row), ...(copy?.statements ?? [])]);
    if (copy) await carryOutCopy(services, row.id, copy.outboxId);
    return c.json(await sketchViewOf(services, await sketches.anyById(row.id)), 201);
  });

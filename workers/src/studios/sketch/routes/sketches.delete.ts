import { callerOf } from "../../../http/caller-of.ts";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute } from "../../../http/route.ts";
import { newId } from "../../../ids.ts";
import { requireSketchRow } from "../owned.ts";
import { sketchParams } from "../params.ts";
import { purgeAtMs } from "../purge.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:write", limit: "write" },
  {
    method: "delete",
    path: "/api/sketches/{id}",
    operationId: "deleteSketch",
    summary: "Deletes a sketch",
    request: sketchParams,
    responses: { 204: { description: "Gone from every list; for half an hour it can be restored" } },
  },
);

export const registerSketchesDelete = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireSketchRow(callerOf(c), c.req.valid("param").id);
    const { sketches, outbox, commit, pokeOutbox } = c.get("services");
    const nowMs = Date.now();
    const outboxId = newId("request");
    const entry = { subject: row.id, createdAt: nowMs };
    await commit([
      sketches.markDeleted(row.id, row.ownerId, nowMs),
      outbox.add({ ...entry, id: outboxId, kind: "leave_sketch" }),
      outbox.add({ ...entry, id: newId("request"), kind: "purge_sketch", dueAt: purgeAtMs(nowMs) }),
    ]);
    // Only a poke: if it is lost, the sweep finds the row.
    await pokeOutbox(outboxId);
    return c.body(null, 204);
  });

import { callerOf } from "../../../http/caller-of.ts";
import { sketchView } from "@llamasketch/contract";
import type { SketchRow } from "@llamasketch/db";
import type { AppInstance } from "../../../http/context.ts";
import { conflict, defineRoute, json } from "../../../http/route.ts";
import { newId } from "../../../ids.ts";
import { requirePastDoor, requireRoom } from "../../../storage/budget.ts";
import { requireIntake } from "../../../storage/intake.ts";
import { carryOutCopy, copyStatements } from "../copy.ts";
import { requireWholeSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";
import { sketchViewOf } from "../views.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:write", limit: "make" },
  {
    method: "post",
    path: "/api/sketches/{id}/duplicate",
    operationId: "duplicateSketch",
    summary: "Copies a sketch",
    request: sketchParams,
    responses: {
      201: json(sketchView, "A sketch of its own with the same strokes, settings, last and pinned pictures"),
      ...conflict("The sketch is still being copied, or there is no room for another: `storage_full`"),
    },
  },
);

export const registerSketchesDuplicate = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const nowMs = Date.now();
    const source = await requireWholeSketch(callerOf(c), c.req.valid("param").id);
    await requirePastDoor(callerOf(c), nowMs);
    const services = c.get("services");
    const { sketches, pictures, storage, commit, config } = services;
    const [chunk, picture, counts] = await Promise.all([
      sketches.lastChunk(source.id),
      pictures.last(source.id),
      sketches.chunkCounts([source.id]),
    ]);
    const chunks = counts.get(source.id) ?? 0;
    const kept = await pictures.worthCopying(source.id, picture);
    const pictureBytes = kept.reduce((sum, { bytes }) => sum + bytes, 0);
    const bytes = await storage.sizeOfCopy(source.id, chunks, pictureBytes, true);
    const budgetBytes = await requireRoom(callerOf(c), bytes, nowMs);
    await requireIntake(callerOf(c), bytes, nowMs);
    const id = newId("sketch");
    const likeness = likenessOf(source);
    const copy = {
      sketchId: id,
      sourceId: source.id,
      bytes,
      chunks,
      epoch: Math.max(chunk?.epoch ?? 0, picture?.epoch ?? 0),
      pictureId: null,
    };
    const { statements, outboxId } = copyStatements(
      services,
      { ...copy, ownerId: source.ownerId, budgetBytes },
      nowMs,
    );
    await commit([
      sketches.add({
        id,
        ...likeness,
        region: config.region,
        regionEpoch: 1,
        createdAt: nowMs,
      }),
      ...statements,
    ]);
    await carryOutCopy(services, id, outboxId);
    return c.json(await sketchViewOf(services, await sketches.byId(id, source.ownerId)), 201);
  });

/** All that a copy has of a sketch's own row. */
const likenessOf = ({
  ownerId,
  title,
  widthPx,
  heightPx,
  prompt,
  strength,
  seed,
  parentSketchId,
  parentPictureId,
  parentEpoch,
  parentVersion,
}: SketchRow) => ({
  ownerId,
  title,
  widthPx,
  heightPx,
  prompt,
  strength,
  seed,
  parentSketchId,
  parentPictureId,
  parentEpoch,
  parentVersion,
});

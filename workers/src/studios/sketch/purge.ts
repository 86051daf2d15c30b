import { RESTORE_WITHIN_MS } from "@llamasketch/contract";
import type { SketchRow } from "@llamasketch/db";
import type { Ports } from "../../ports.ts";
import type { OutboxOutcome } from "../../feature.ts";
import { endFinals } from "./end-finals.ts";
import { addressOf } from "./address-of.ts";
import { clear } from "../../media/clear.ts";
import { keysOfPicture, sketchPrefix } from "../../media/keys.ts";

/** Clocks differ a little: nothing is removed in the very moment at which somebody may still take it back. */
const MARGIN_MS = 60_000;

/** When a sketch deleted at `deletedAtMs` is removed from every store. */
export const purgeAtMs = (deletedAtMs: number): number => deletedAtMs + RESTORE_WITHIN_MS + MARGIN_MS;

/** Sends everyone away from a deleted sketch and ends its finals; what was drawn stays until it is purged. Safe to run again. */
export async function leaveSketch(services: Ports, sketchId: string, nowMs: number): Promise<OutboxOutcome> {
  const row = await services.sketches.anyById(sketchId);
  if (!row || row.deletedAt === null) return "done";
  await services.session(addressOf(row)).leave(row.deletedAt);
  await endFinals(services, row, nowMs);
  return "done";
}

/** Ends a deleted sketch's live session, removes its media, then its rows. Safe to run again. */
export async function purgeSketch(services: Ports, sketchId: string, nowMs: number): Promise<OutboxOutcome> {
  const row = await services.sketches.anyById(sketchId);
  if (row?.deletedAt === null) return "done";
  if (row && nowMs < purgeAtMs(row.deletedAt)) return "later";
  await removeSketch(services, sketchId, row);
  return "done";
}

/** For a sketch whose owner is gone: nobody can take that back. Safe to run again. */
export async function purgeNow(services: Ports, sketchId: string, nowMs: number): Promise<void> {
  const { sketches, commit } = services;
  const row = await sketches.anyById(sketchId);
  if (row) await commit([sketches.markDeleted(sketchId, row.ownerId, nowMs)]);
  await removeSketch(services, sketchId, row);
}

async function removeSketch(services: Ports, sketchId: string, row: SketchRow | undefined): Promise<void> {
  const { media, sketches, pictures, storage, commit, session } = services;
  if (row) await session(addressOf(row)).end();
  await clear(media, sketchPrefix(sketchId));
  await commit([storage.removingSketch(sketchId), pictures.purge(sketchId), ...sketches.purge(sketchId)]);
  // What the session was still storing; from now on its rows are refused, and it clears up after itself.
  await clear(media, sketchPrefix(sketchId));
}

const AT_ONCE = 10;

/** Of somebody who is gone, a few sketches at a time, for good and at once: true when there may be more. */
export async function eraseSketchesOf(services: Ports, userId: string, nowMs: number): Promise<boolean> {
  const ids = await services.sketches.anyOf(userId, AT_ONCE);
  for (const id of ids) await purgeNow(services, id, nowMs);
  return ids.length === AT_ONCE;
}

/** Removes an object that no picture shows any more. Its key is never used again. */
export async function purgeObject(services: Ports, objectKey: string): Promise<OutboxOutcome> {
  if (!(await services.pictures.isUsed(objectKey))) await services.media.delete(keysOfPicture(objectKey));
  return "done";
}

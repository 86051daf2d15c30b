import { RESTORE_WITHIN_MS } from "@llamasketch/contract";
import type { SketchRow } from "@llamasketch/db";
import type { Services } from "../../services.ts";
import type { OutboxOutcome } from "../../spine/outbox-run.ts";
import { endFinals } from "./end-finals.ts";
import { addressOf } from "./address-of.ts";
import { clear } from "../../media/clear.ts";
import { keysOfPicture, sketchPrefix } from "../../media/keys.ts";

/** Clocks differ a little: nothing is removed in the very moment at which somebody may still take it back. */
const MARGIN_MS = 60_000;

/** When a sketch deleted at `deletedAtMs` is removed from every store. */
export const purgeAtMs = (deletedAtMs: number): number => deletedAtMs + RESTORE_WITHIN_MS + MARGIN_MS;

/** Sends everyone away from a deleted sketch and ends its finals; what was drawn stays until it is purged. Safe to run again. */
export async function leaveSketch(
  services: Services,
  sketchId: string,
  nowMs: number,
): Promise<OutboxOutcome> {
  const row = await services.sketches.anyById(sketchId);
  if (!row || row.deletedAt === null) return "done";
  await services.session(addressOf(row)).leave(row.deletedAt);
  await endFinals(services, row, nowMs);
  return "done";
}

/** Ends a deleted sketch's live session, removes its media, then its rows. Safe to run again. */
export async function purgeSketch(
  services: Services,
  sketchId: string,
  nowMs: number,
): Promise<OutboxOutcome> {
  const row = await services.sketches.anyById(sketchId);
  if (row?.deletedAt === null) return "done";
  if (row && nowMs < purgeAtMs(row.deletedAt)) return "later";
  await removeSketch(services, sketchId, row);
  return "done";
}

/** For a sketch whose owner is gone: nobody can take that back. Safe to run again. */
export async function purgeNow(services: Services, sketchId: string, nowMs: number): Promise<void> {
  const { sketches, commit } = services;
  const row = await sketches.anyById(sketchId);
  if (row) await commit([sketches.markDeleted(sketchId, row.ownerId, nowMs)]);
  await removeSketch(services, sketchId, row);
}

async function removeSketch(services: Services, sketchId: string, row: SketchRow | undefined): Promise<void> {
  const { media, sketches, pictures, storage, commit, session } = services;
  if (row) await session(addressOf(row)).end();
  await clear(media, sketchPrefix(sketchId));
  await commit([storage.removingSketch(sketchId), pictures.purge(sketchId), ...sketches.purge(sketchId)]);
  // What the session was still storing; from now on its rows are refused, and it clears up after itself.
  await clear(media, sketchPrefix(sketchId));
}

/** Removes an object that no picture shows any more. Its key is never used again. */
export async function purgeObject(services: Services, objectKey: string): Promise<OutboxOutcome> {
  if (!(await services.pictures.isUsed(objectKey))) await services.media.delete(keysOfPicture(objectKey));
  return "done";
}

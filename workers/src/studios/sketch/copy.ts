/** Copies a sketch's strokes and pictures into a new one, a bounded part at a time; carried on by the outbox. */
import type { PictureRow, SketchCopyRow, SketchRow } from "@llamasketch/db";
import { coverKey, keyInCopy, withoutMark } from "../../media/keys.ts";
import { newId } from "../../ids.ts";
import type { Ports } from "../../ports.ts";
import type { Statement } from "../../commit.ts";
import type { OutboxOutcome } from "../../feature.ts";
import { REPLACES_NONE } from "../../storage/store.ts";
import type { NewPicture } from "./picture-store.ts";
import { addressOf } from "./address-of.ts";

/** Objects copied in one go: far below what one invocation may ask of R2, and over in a second or two. */
const PART_OBJECTS = 48;
/** As many connections as one invocation may have open. */
const AT_ONCE = 6;

interface NewCopy extends Omit<SketchCopyRow, "createdAt"> {
  ownerId: string;
  /** As much as its owner may store: what is larger is not begun. */
  budgetBytes: number;
}

/** What makes a new sketch the copy of another: goes into the batch that adds it. Returns the outbox entry too. */
export function copyStatements(
  { copies, outbox, storage }: Ports,
  { ownerId, budgetBytes, ...copy }: NewCopy,
  nowMs: number,
): { statements: Statement[]; outboxId: string } {
  const outboxId = newId("request");
  const entry = { id: outboxId, kind: "copy_sketch" as const, subject: copy.sketchId, createdAt: nowMs };
  const statements = [
    storage.reserve(ownerId, copy.bytes, budgetBytes),
    copies.begin({ ...copy, createdAt: nowMs }),
    outbox.add(entry),
  ];
  return { statements, outboxId };
}

/** Most sketches are copied before the answer; the outbox goes on with the rest, and with what failed. */
export async function carryOutCopy(services: Ports, sketchId: string, outboxId: string): Promise<void> {
  await copySketch(services, sketchId).catch(() => undefined);
  await services.pokeOutbox(outboxId);
}

/** Copies the next part. Safe to run again, and by two at once. */
export async function copySketch(services: Ports, sketchId: string): Promise<OutboxOutcome> {
  const { copies, sketches, storage, commit, session } = services;
  const [copy, target] = await Promise.all([copies.byId(sketchId), sketches.anyById(sketchId)]);
  if (!copy || !target) return "done";
  const source = await sketches.anyById(copy.sourceId);
  if (source) {
    const chunksLeft = await copyChunks(services, copy);
    if (chunksLeft) return "more";
    const picturesLeft = await copyPictures(services, copy);
    if (picturesLeft) return "more";
    if (copy.pictureId === null) await copyCover(services, source, target);
  }
  const chunks = (await sketches.chunkCounts([sketchId])).get(sketchId) ?? 0;
  await session(addressOf(target)).adopt(copy.epoch, chunks);
  await commit([storage.endingCopy(sketchId), copies.end(sketchId)]);
  return "done";
}

/** True when there is more to copy. What is copied is a whole beginning of the log at any time. */
async function copyChunks(
  { sketches, media, storage, commit }: Ports,
  { sketchId, sourceId, chunks }: SketchCopyRow,
): Promise<boolean> {
  const from = (await sketches.chunkCounts([sketchId])).get(sketchId) ?? 0;
  const part = Math.min(PART_OBJECTS, chunks - from);
  if (part <= 0) return false;
  const rows = await sketches.chunkRows(sourceId, from, part);
  const copied = await sixAtOnce(rows, ({ objectKey }) =>
    copyObject(media, objectKey, keyInCopy(objectKey, sketchId)),
  );
  // Beyond a chunk that is gone the log cannot be read.
  const gone = copied.indexOf(false);
  const whole = rows.slice(0, gone < 0 ? rows.length : gone);
  await commit([
    storage.storing(sketchId, {
      pieces: whole.map(({ chunkIndex: index, bytes }) => ({ index, bytes })),
    }),
    ...sketches.appendChunks(
      whole.map((row) => ({ ...row, sketchId, objectKey: keyInCopy(row.objectKey, sketchId) })),
    ),
  ]);
  return gone < 0 && rows.length === part && from + part < chunks;
}

async function copyPictures(services: Ports, copy: SketchCopyRow): Promise<boolean> {
  const { pictures, media, storage, commit } = services;
  const wanted = await picturesOf(services, copy);
  const here = await sixAtOnce(wanted, (row) => pictures.at({ ...row, sketchId: copy.sketchId }));
  const missing = wanted.filter((_row, at) => !here[at]);
  const part = missing.slice(0, PART_OBJECTS);
  const rows = await sixAtOnce(part, async ({ id: _id, ...row }): Promise<NewPicture | null> => {
    const objectKey = keyInCopy(row.objectKey, copy.sketchId);
    if (!(await copyObject(media, row.objectKey, objectKey))) return null;
    const clean = withoutMark(row.objectKey);
    if (clean !== null) await copyObject(media, clean, keyInCopy(clean, copy.sketchId));
    // It was paid where it was drawn.
    return { ...row, sketchId: copy.sketchId, objectKey, windowMs: null };
  });
  const copied = rows.filter((row) => row !== null);
  await commit([
    storage.storing(copy.sketchId, { pictures: copied.map((row) => ({ ...row, seq: REPLACES_NONE })) }),
    ...copied.map((row) => pictures.keep(row)),
  ]);
  // With none copied, the rest are gone from the store too.
  return copied.length > 0 && missing.length > part.length;
}

async function picturesOf({ pictures }: Ports, copy: SketchCopyRow): Promise<PictureRow[]> {
  const { sourceId, pictureId } = copy;
  if (pictureId !== null) {
    const row = await pictures.anyById(pictureId);
    return row ? [row] : [];
  }
  return pictures.worthCopying(sourceId, await pictures.last(sourceId));
}

async function copyCover({ sketches, media, storage, commit }: Ports, source: SketchRow, target: SketchRow) {
  const { coverHash: hash, coverBlur: blur } = source;
  if (hash === null || blur === null || target.coverHash !== null) return;
  if (await copyObject(media, coverKey(source.id), coverKey(target.id)))
    await commit([
      storage.covering(target.id, source.coverBytes),
      sketches.countCover(target.id, source.coverBytes),
      sketches.setCover(target.id, target.ownerId, { hash, blur }),
    ]);
}

/** False when there is nothing to copy. */
async function copyObject(media: R2Bucket, from: string, to: string): Promise<boolean> {
  const object = await media.get(from);
  if (!object) return false;
  const { httpMetadata, customMetadata } = object;
  await media.put(to, await object.arrayBuffer(), {
    ...(httpMetadata && { httpMetadata }),
    ...(customMetadata && { customMetadata }),
  });
  return true;
}

async function sixAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return results;
}

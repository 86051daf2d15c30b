import type { Settings } from "@llamasketch/contract";
import { pictures, sketches, strokeChunks, type PictureRow, type SketchRow } from "@llamasketch/db";
import { and, asc, count, desc, eq, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../../spine/commit.ts";

/** Sketches, their stroke log and their pictures. Readers of something owned always name the owner. */
export const createSketchStore = (db: DrizzleD1Database) => ({
  add: (row: Omit<SketchRow, "updatedAt" | "deletedAt">): Statement =>
    db.insert(sketches).values({ ...row, updatedAt: row.createdAt }),
  rename: (id: string, ownerId: string, title: string, nowMs: number): Statement =>
    db.update(sketches).set({ title, updatedAt: nowMs }).where(owned(id, ownerId)),
  markDeleted: (id: string, ownerId: string, nowMs: number): Statement =>
    db.update(sketches).set({ deletedAt: nowMs }).where(owned(id, ownerId)),
  saveSettings: (id: string, settings: Settings, nowMs: number): Statement =>
    db
      .update(sketches)
      .set({ ...settings, updatedAt: nowMs })
      .where(eq(sketches.id, id)),
  /** The chunk takes the next place in the log, once: the same chunk again changes nothing. */
  appendChunk: (chunk: {
    sketchId: string;
    chunkId: number;
    epoch: number;
    version: number;
    bytes: number;
    nowMs: number;
  }): [Statement, ...Statement[]] => [
    db
      .insert(strokeChunks)
      .values({
        sketchId: chunk.sketchId,
        chunkIndex: sql`(SELECT COALESCE(MAX(chunk_index) + 1, 0) FROM stroke_chunks WHERE sketch_id = ${chunk.sketchId})`,
        chunkId: chunk.chunkId,
        epoch: chunk.epoch,
        version: chunk.version,
        bytes: chunk.bytes,
        createdAt: chunk.nowMs,
      })
      .onConflictDoNothing({ target: [strokeChunks.sketchId, strokeChunks.chunkId] }),
    db.update(sketches).set({ updatedAt: chunk.nowMs }).where(eq(sketches.id, chunk.sketchId)),
  ],
  /** A sharper picture of the same canvas replaces the one kept before. */
  keepPicture: (row: PictureRow): Statement => {
    const { id: _id, ...rest } = row;
    return db
      .insert(pictures)
      .values(row)
      .onConflictDoUpdate({ target: [pictures.sketchId, pictures.epoch, pictures.version], set: rest });
  },
  purge: (sketchId: string): [Statement, ...Statement[]] => [
    db.delete(strokeChunks).where(eq(strokeChunks.sketchId, sketchId)),
    db.delete(pictures).where(eq(pictures.sketchId, sketchId)),
    db.delete(sketches).where(eq(sketches.id, sketchId)),
  ],

  exists: async (id: string): Promise<boolean> =>
    (await db
      .select({ id: sketches.id })
      .from(sketches)
      .where(and(eq(sketches.id, id), isNull(sketches.deletedAt)))
      .get()) !== undefined,
  byId: (id: string, ownerId: string) => db.select().from(sketches).where(owned(id, ownerId)).get(),
  deletedById: (id: string) =>
    db
      .select()
      .from(sketches)
      .where(and(eq(sketches.id, id), isNotNull(sketches.deletedAt)))
      .get(),
  list: (ownerId: string, before: string | undefined, limit: number): Promise<SketchRow[]> =>
    db
      .select()
      .from(sketches)
      .where(
        and(
          eq(sketches.ownerId, ownerId),
          isNull(sketches.deletedAt),
          before ? lt(sketches.id, before) : undefined,
        ),
      )
      .orderBy(desc(sketches.id))
      .limit(limit)
      .all(),
  chunkIndex: async (sketchId: string, chunkId: number): Promise<number> => {
    const where = and(eq(strokeChunks.sketchId, sketchId), eq(strokeChunks.chunkId, chunkId));
    const row = await db.select({ index: strokeChunks.chunkIndex }).from(strokeChunks).where(where).get();
    if (!row) throw new Error("stroke chunk is missing after its insert");
    return row.index;
  },
  chunks: (sketchId: string) =>
    db
      .select({ chunkId: strokeChunks.chunkId })
      .from(strokeChunks)
      .where(eq(strokeChunks.sketchId, sketchId))
      .orderBy(asc(strokeChunks.chunkIndex))
      .all(),
  chunkCount: async (sketchId: string): Promise<number> =>
    (await db.select({ n: count() }).from(strokeChunks).where(eq(strokeChunks.sketchId, sketchId)).get())
      ?.n ?? 0,
  lastChunk: (sketchId: string) =>
    db
      .select({ epoch: strokeChunks.epoch, version: strokeChunks.version })
      .from(strokeChunks)
      .where(eq(strokeChunks.sketchId, sketchId))
      .orderBy(desc(strokeChunks.chunkIndex))
      .limit(1)
      .get(),
  pictureIdAt: async (sketchId: string, epoch: number, version: number): Promise<string | undefined> =>
    (
      await db
        .select({ id: pictures.id })
        .from(pictures)
        .where(and(eq(pictures.sketchId, sketchId), eq(pictures.epoch, epoch), eq(pictures.version, version)))
        .get()
    )?.id,
  lastPicture: (sketchId: string) =>
    db
      .select()
      .from(pictures)
      .where(eq(pictures.sketchId, sketchId))
      .orderBy(desc(pictures.epoch), desc(pictures.version))
      .limit(1)
      .get(),
  pictures: (sketchId: string, before: string | undefined, limit: number): Promise<PictureRow[]> =>
    db
      .select()
      .from(pictures)
      .where(and(eq(pictures.sketchId, sketchId), before ? lt(pictures.id, before) : undefined))
      .orderBy(desc(pictures.id))
      .limit(limit)
      .all(),
  pictureById: (id: string, ownerId: string) =>
    db
      .select({ picture: pictures })
      .from(pictures)
      .innerJoin(sketches, eq(pictures.sketchId, sketches.id))
      .where(and(eq(pictures.id, id), eq(sketches.ownerId, ownerId), isNull(sketches.deletedAt)))
      .get(),
});

const owned = (id: string, ownerId: string) =>
  and(eq(sketches.id, id), eq(sketches.ownerId, ownerId), isNull(sketches.deletedAt));

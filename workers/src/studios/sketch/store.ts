import { foldText, type Settings } from "@llamasketch/contract";
import {
  sketchCopies,
  sketches,
  strokeChunks,
  users,
  type SketchRow,
  type StrokeChunkRow,
} from "@llamasketch/db";
import { and, asc, count, desc, eq, gt, gte, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../../spine/commit.ts";
import { searchWords } from "../../search-words.ts";

export type NewSketch = Pick<
  SketchRow,
  | "id"
  | "ownerId"
  | "title"
  | "widthPx"
  | "heightPx"
  | "prompt"
  | "strength"
  | "seed"
  | "region"
  | "regionEpoch"
  | "createdAt"
> &
  Partial<Pick<SketchRow, "parentSketchId" | "parentPictureId" | "parentEpoch" | "parentVersion">>;

/** Sketches and their stroke log. Readers of something owned always name the owner. */
export const createSketchStore = (db: DrizzleD1Database) => ({
  add: (row: NewSketch): Statement =>
    db.insert(sketches).values({
      ...row,
      titleWords: foldText(row.title),
      promptWords: foldText(row.prompt),
      updatedAt: row.createdAt,
    }),
  rename: (id: string, ownerId: string, title: string, nowMs: number): Statement =>
    db
      .update(sketches)
      .set({ title, titleWords: foldText(title), updatedAt: nowMs })
      .where(owned(id, ownerId)),
  setCover: (id: string, ownerId: string, cover: { hash: string; blur: string }): Statement =>
    db.update(sketches).set({ coverHash: cover.hash, coverBlur: cover.blur }).where(owned(id, ownerId)),
  countCover: (id: string, bytes: number): Statement =>
    db.update(sketches).set({ coverBytes: bytes }).where(eq(sketches.id, id)),
  markDeleted: (id: string, ownerId: string, nowMs: number): Statement =>
    db.update(sketches).set({ deletedAt: nowMs }).where(owned(id, ownerId)),
  /** Takes a deletion back that is younger than `sinceMs`. */
  restore: (id: string, ownerId: string, sinceMs: number): Statement =>
    db
      .update(sketches)
      .set({ deletedAt: null })
      .where(and(eq(sketches.id, id), eq(sketches.ownerId, ownerId), gt(sketches.deletedAt, sinceMs))),
  saveSettings: (id: string, settings: Settings, nowMs: number): Statement =>
    db
      .update(sketches)
      .set({ ...settings, promptWords: foldText(settings.prompt), updatedAt: nowMs })
      .where(eq(sketches.id, id)),
  /** Takes its place in the log, unless something stands there: then nothing changes. */
  appendChunks: (row: StrokeChunkRow): Statement => db.insert(strokeChunks).values(row).onConflictDoNothing(),
  touch: (id: string, nowMs: number): Statement =>
    db.update(sketches).set({ updatedAt: nowMs }).where(eq(sketches.id, id)),
  purge: (sketchId: string): Statement[] => [
    db.delete(strokeChunks).where(eq(strokeChunks.sketchId, sketchId)),
    db.delete(sketchCopies).where(eq(sketchCopies.sketchId, sketchId)),
    db.delete(sketches).where(eq(sketches.id, sketchId)),
  ],

  exists: async (id: string): Promise<boolean> =>
    (await db
      .select({ id: sketches.id })
      .from(sketches)
      .where(and(eq(sketches.id, id), isNull(sketches.deletedAt)))
      .get()) !== undefined,
  byId: (id: string, ownerId: string) => db.select().from(sketches).where(owned(id, ownerId)).get(),
  /** All that a ticket depends on, in one read: the sketch by its owner, and what stands in the way. */
  admission: (id: string, ownerId: string) =>
    db
      .select({
        sketch: sketches,
        bannedAt: users.bannedAt,
        isCopying: sql<number>`EXISTS (SELECT 1 FROM sketch_copies k WHERE k.sketch_id = ${sketches.id})`,
        stops: sql<string | null>`(SELECT group_concat(name) FROM stops)`,
      })
      .from(sketches)
      .innerJoin(users, eq(users.id, sketches.ownerId))
      .where(owned(id, ownerId))
      .get(),
  /** Whoever owns it, deleted or not: for effects, never for a caller. */
  anyById: (id: string) => db.select().from(sketches).where(eq(sketches.id, id)).get(),
  /** Ids of what a person made, deleted or not: for effects, never for a caller. */
  anyOf: async (ownerId: string, limit: number): Promise<string[]> =>
    (
      await db
        .select({ id: sketches.id })
        .from(sketches)
        .where(eq(sketches.ownerId, ownerId))
        .limit(limit)
        .all()
    ).map(({ id }) => id),
  list: (
    ownerId: string,
    { cursor, query, limit }: { cursor?: string | undefined; query: string; limit: number },
  ): Promise<SketchRow[]> =>
    db
      .select()
      .from(sketches)
      .where(
        and(
          eq(sketches.ownerId, ownerId),
          isNull(sketches.deletedAt),
          cursor ? lt(sketches.id, cursor) : undefined,
          // Not LIKE: its patterns may hold 50 bytes there, and some letters mean something in them.
          ...searchWords(query).map(
            (word) => sql`instr(${sketches.titleWords} || char(10) || ${sketches.promptWords}, ${word}) > 0`,
          ),
        ),
      )
      .orderBy(desc(sketches.id))
      .limit(limit)
      .all(),
  /** Of every piece of the log, in order, the ids of its chunks as JSON. */
  chunkIds: (sketchId: string) =>
    db
      .select({ index: strokeChunks.chunkIndex, chunkIds: strokeChunks.chunkIds })
      .from(strokeChunks)
      .where(eq(strokeChunks.sketchId, sketchId))
      .orderBy(asc(strokeChunks.chunkIndex))
      .all(),
  chunkAt: (sketchId: string, index: number) =>
    db
      .select({ objectKey: strokeChunks.objectKey })
      .from(strokeChunks)
      .where(and(eq(strokeChunks.sketchId, sketchId), eq(strokeChunks.chunkIndex, index))),
  /** `from` the log's start on, at most `limit`. */
  chunkRows: (sketchId: string, from: number, limit: number) =>
    db
      .select()
      .from(strokeChunks)
      .where(and(eq(strokeChunks.sketchId, sketchId), gte(strokeChunks.chunkIndex, from)))
      .orderBy(asc(strokeChunks.chunkIndex))
      .limit(limit)
      .all(),
  /** Place in the log of the first chunk that reaches this canvas. */
  chunkReaching: async (sketchId: string, epoch: number, version: number): Promise<number | undefined> =>
    (
      await db
        .select({ index: strokeChunks.chunkIndex })
        .from(strokeChunks)
        .where(
          and(
            eq(strokeChunks.sketchId, sketchId),
            or(
              gt(strokeChunks.epoch, epoch),
              and(eq(strokeChunks.epoch, epoch), gte(strokeChunks.version, version)),
            ),
          ),
        )
        .orderBy(asc(strokeChunks.chunkIndex))
        .limit(1)
        .get()
    )?.index,
  chunkKeys: (sketchId: string) =>
    db
      .select({ objectKey: strokeChunks.objectKey })
      .from(strokeChunks)
      .where(eq(strokeChunks.sketchId, sketchId))
      .orderBy(asc(strokeChunks.chunkIndex))
      .all(),
  chunkCounts: async (sketchIds: string[]): Promise<Map<string, number>> => {
    if (sketchIds.length === 0) return new Map();
    const rows = await db
      .select({ sketchId: strokeChunks.sketchId, n: count() })
      .from(strokeChunks)
      .where(inArray(strokeChunks.sketchId, sketchIds))
      .groupBy(strokeChunks.sketchId)
      .all();
    return new Map(rows.map(({ sketchId, n }) => [sketchId, n]));
  },
  lastChunk: (sketchId: string) =>
    db
      .select({ epoch: strokeChunks.epoch, version: strokeChunks.version })
      .from(strokeChunks)
      .where(eq(strokeChunks.sketchId, sketchId))
      .orderBy(desc(strokeChunks.chunkIndex))
      .limit(1)
      .get(),
});

const owned = (id: string, ownerId: string) =>
  and(eq(sketches.id, id), eq(sketches.ownerId, ownerId), isNull(sketches.deletedAt));

import { foldText, type Settings } from "@llamasketch/contract";
import {
  outbox,
  sketchCopies,
  sketches,
  strokeChunks,
  strokeSheets,
  users,
  type SketchRow,
  type StrokeChunkRow,
} from "@llamasketch/db";
import { and, asc, count, desc, eq, gt, gte, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../../commit.ts";
import { searchWords } from "../../search-words.ts";
import { isLinked } from "../../linked-store.ts";
import { outboxEntry } from "../../outbox/outbox-entry-store.ts";
import type { NewSketch } from "./new-sketch.ts";
import { sheetsOf } from "./stroke-sheets.ts";

/** A sheet that is longer is followed by another: whole ones fit a page of the database. */
const SHEET_CHARS = 3400;

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
  /**
   * Its session wrote down what it held. `holdsUntilMs`: until then it may hold more; 0: it rests. `picturesThrough`: number of
   * the last object that is in a sheet now. `settings`: the last that were said, when they are new.
   */
  wrote: (
    id: string,
    {
      nowMs,
      holdsUntilMs,
      picturesThrough,
      settings,
    }: { nowMs: number; holdsUntilMs: number; picturesThrough: number; settings: Settings | null },
  ): Statement =>
    db
      .update(sketches)
      .set({
        ...(settings && { ...settings, promptWords: foldText(settings.prompt) }),
        updatedAt: nowMs,
        writtenAt: nowMs,
        holdsUntil: holdsUntilMs,
        picturesThrough: sql`max(${sketches.picturesThrough}, ${picturesThrough})`,
      })
      .where(eq(sketches.id, id)),
  /** They take their places at the end of the log; those that stand there already change nothing. In order, without gaps. */
  appendChunks: (rows: readonly StrokeChunkRow[]): Statement[] =>
    sheetsOf(rows).flatMap((sheet) => {
      const { sketchId, fromIndex, epoch, baseId, pieces } = sheet;
      const next = sql`coalesce((SELECT s.from_index + json_array_length(s.pieces) FROM stroke_sheets s
        WHERE s.sketch_id = ${sketchId} ORDER BY s.from_index DESC LIMIT 1), 0)`;
      return [
        db
          .update(strokeSheets)
          .set({
            pieces: sql`substr(${strokeSheets.pieces}, 1, length(${strokeSheets.pieces}) - 1) || ',' || substr(${pieces}, 2)`,
          })
          .where(
            and(
              eq(strokeSheets.sketchId, sketchId),
              sql`${strokeSheets.fromIndex} + json_array_length(${strokeSheets.pieces}) = ${fromIndex}`,
              eq(strokeSheets.epoch, epoch),
              eq(strokeSheets.baseId, baseId),
              sql`length(${strokeSheets.pieces}) < ${SHEET_CHARS}`,
            ),
          ),
        db.insert(strokeSheets).select(
          db
            .select({
              sketchId: sketches.id,
              fromIndex: sql<number>`${fromIndex}`.as("from_index"),
              epoch: sql<number>`${epoch}`.as("epoch"),
              baseId: sql<number>`${baseId}`.as("base_id"),
              createdAt: sql<number>`${sheet.createdAt}`.as("created_at"),
              pieces: sql<string>`${pieces}`.as("pieces"),
            })
            .from(sketches)
            .where(and(eq(sketches.id, sketchId), sql`${next} = ${fromIndex}`)),
        ),
      ];
    }),
  purge: (sketchId: string): Statement[] => [
    db.delete(strokeSheets).where(eq(strokeSheets.sketchId, sketchId)),
    db.delete(sketchCopies).where(eq(sketchCopies.sketchId, sketchId)),
    db.delete(sketches).where(eq(sketches.id, sketchId)),
  ],

  picturesThrough: async (id: string): Promise<number> =>
    (await db.select({ n: sketches.picturesThrough }).from(sketches).where(eq(sketches.id, id)).get())?.n ??
    0,
  exists: async (id: string): Promise<boolean> =>
    (await db
      .select({ id: sketches.id })
      .from(sketches)
      .where(and(eq(sketches.id, id), isNull(sketches.deletedAt)))
      .get()) !== undefined,
  byId: (id: string, ownerId: string) => db.select().from(sketches).where(owned(id, ownerId)).get(),
  /** All that a ticket depends on, in one read: the sketch by its owner, and what stands in the way. */
  admission: (id: string, ownerId: string, nowMs: number) =>
    db
      .select({
        sketch: sketches,
        /** Others of theirs that are drawn on now. */
        drawnOn: sql<number>`(SELECT count(*) FROM sketches o WHERE o.owner_id = ${sketches.ownerId} AND o.holds_until > 0
          AND o.holds_until > ${nowMs} AND o.id <> ${sketches.id})`,
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
      .select({
        sketchId: strokeSheets.sketchId,
        n: sql<number>`max(${strokeSheets.fromIndex} + json_array_length(${strokeSheets.pieces}))`,
      })
      .from(strokeSheets)
      .where(inArray(strokeSheets.sketchId, sketchIds))
      .groupBy(strokeSheets.sketchId)
      .all();
    return new Map(rows.map(({ sketchId, n }) => [sketchId, n]));
  },
  lastChunk: (sketchId: string) =>
    db
      .select({
        epoch: strokeSheets.epoch,
        version: sql<number>`${strokeSheets.pieces} ->> '$[#-1][0]'`,
      })
      .from(strokeSheets)
      .where(eq(strokeSheets.sketchId, sketchId))
      .orderBy(desc(strokeSheets.fromIndex))
      .limit(1)
      .get(),
  /** Of whoever owns this sketch, how many are drawn on now, it among them. */
  drawnOn: async (sketchId: string, nowMs: number): Promise<number> =>
    (
      await db
        .select({ n: count() })
        .from(sketches)
        .where(
          and(
            sql`${sketches.ownerId} = (SELECT o.owner_id FROM sketches o WHERE o.id = ${sketchId})`,
            sql`${sketches.holdsUntil} > 0`,
            gt(sketches.holdsUntil, nowMs),
          ),
        )
        .get()
    )?.n ?? 0,
  /** Whoever draws as the visitor on a live socket is asked to come back as who they are now. */
  follow: (visitorId: string, accountId: string, nowMs: number): Statement[] => [
    db.insert(outbox).select(
      db
        .select(
          outboxEntry(
            "turn_away",
            sql`'turn:' || ${nowMs} || ':' || ${sketches.id} || ':' || ${visitorId}`,
            sql`${sketches.id} || ':' || ${sketches.regionEpoch} || ' ' || ${visitorId}`,
            nowMs,
          ),
        )
        .from(sketches)
        .where(
          and(eq(sketches.ownerId, visitorId), isNull(sketches.deletedAt), isLinked(visitorId, accountId)),
        ),
    ),
    db
      .update(sketches)
      .set({ ownerId: accountId })
      .where(and(eq(sketches.ownerId, visitorId), isLinked(visitorId, accountId))),
  ],
  /** Titles of a person's own sketches; the deleted have none. */
  titles: async (ownerId: string, sketchIds: readonly string[]): Promise<Map<string, string>> => {
    if (sketchIds.length === 0) return new Map();
    const rows = await db
      .select({ id: sketches.id, title: sketches.title })
      .from(sketches)
      .where(
        and(inArray(sketches.id, [...sketchIds]), eq(sketches.ownerId, ownerId), isNull(sketches.deletedAt)),
      )
      .all();
    return new Map(rows.map(({ id, title }) => [id, title]));
  },
  /** What an export of all of somebody's sketches reads, object by object. */
  archiveCounts: async (ownerId: string) => {
    const [row] = await db.all<Record<"sketches" | "chunks" | "pictures", number>>(sql`
WITH own AS (SELECT id FROM sketches WHERE owner_id = ${ownerId} AND deleted_at IS NULL)
SELECT (SELECT count(*) FROM own) AS sketches,
  (SELECT count(*) FROM own JOIN stroke_chunks c ON c.sketch_id = own.id) AS chunks,
  (SELECT count(*) FROM own JOIN pictures p ON p.sketch_id = own.id) AS pictures`);
    return row ?? { sketches: 0, chunks: 0, pictures: 0 };
  },
  /** Those of this person whose sessions may hold what is not written down yet. */
  held: (ownerId: string, nowMs: number): Promise<SketchRow[]> =>
    db
      .select()
      .from(sketches)
      .where(
        and(eq(sketches.ownerId, ownerId), sql`${sketches.holdsUntil} > 0`, gt(sketches.holdsUntil, nowMs)),
      )
      .all(),
});

const owned = (id: string, ownerId: string) =>
  and(eq(sketches.id, id), eq(sketches.ownerId, ownerId), isNull(sketches.deletedAt));

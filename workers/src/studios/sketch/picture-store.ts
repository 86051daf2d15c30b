import { outbox, pictures, sketches, type PictureRow } from "@llamasketch/db";
import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../../spine/commit.ts";

/** Where a picture stands in its sketch: one row each. */
export type PicturePlace = Pick<PictureRow, "sketchId" | "epoch" | "version" | "kind" | "variation">;

const PLACE = [pictures.sketchId, pictures.epoch, pictures.version, pictures.kind, pictures.variation];

/** The pictures kept of sketches. Readers of something owned always name the owner, or a sketch that was found by it. */
export const createPictureStore = (db: DrizzleD1Database) => ({
  /** A sharper picture of the same canvas takes the place of the one before, its id and its pin. */
  keep: (row: PictureRow): Statement => {
    const { id: _id, pinnedAt: _pinnedAt, ...rest } = row;
    return db.insert(pictures).values(row).onConflictDoUpdate({ target: PLACE, set: rest });
  },
  /** Goes before what takes a picture's place: its object is removed once it is in no row. */
  retire: (place: PicturePlace, outboxId: string, nowMs: number): Statement =>
    db.insert(outbox).select(
      db
        .select({
          id: sql<string>`${outboxId}`.as("id"),
          kind: sql<"purge_object">`'purge_object'`.as("kind"),
          subject: pictures.objectKey,
          createdAt: sql<number>`${nowMs}`.as("created_at"),
          attempts: sql<number>`0`.as("attempts"),
          dueAt: sql<number>`0`.as("due_at"),
          doneAt: sql<null>`NULL`.as("done_at"),
        })
        .from(pictures)
        .where(isAt(place)),
    ),
  /** A copy that is there already stays as it is. */
  keepCopy: (row: PictureRow): Statement =>
    db.insert(pictures).values(row).onConflictDoNothing({ target: PLACE }),
  /** Keeps the time of the first pin. */
  pin: (id: string, nowMs: number | null): Statement =>
    db
      .update(pictures)
      .set({ pinnedAt: nowMs === null ? null : sql`COALESCE(${pictures.pinnedAt}, ${nowMs})` })
      .where(eq(pictures.id, id)),
  remove: (id: string): Statement => db.delete(pictures).where(eq(pictures.id, id)),
  purge: (sketchId: string): Statement => db.delete(pictures).where(eq(pictures.sketchId, sketchId)),

  /** Whoever owns it: for effects, never for a caller. */
  anyById: (id: string) => db.select().from(pictures).where(eq(pictures.id, id)).get(),
  at: (place: PicturePlace) => db.select().from(pictures).where(isAt(place)).get(),
  isUsed: async (objectKey: string): Promise<boolean> =>
    (await db.select({ id: pictures.id }).from(pictures).where(eq(pictures.objectKey, objectKey)).get()) !==
    undefined,
  byId: (id: string, ownerId: string) =>
    db
      .select({ picture: pictures, sketch: sketches })
      .from(pictures)
      .innerJoin(sketches, eq(pictures.sketchId, sketches.id))
      .where(and(eq(pictures.id, id), eq(sketches.ownerId, ownerId), isNull(sketches.deletedAt)))
      .get(),
  /** Of the newest canvas that has one, the sharpest; variations are beside it. */
  last: (sketchId: string) =>
    db
      .select()
      .from(pictures)
      .where(and(eq(pictures.sketchId, sketchId), ne(pictures.kind, "variation")))
      .orderBy(desc(pictures.epoch), desc(pictures.version), asc(pictures.kind))
      .limit(1)
      .get(),
  /** What a whole copy of a sketch takes with it: the last picture and the pinned ones, as they were kept. */
  worthCopying: (sketchId: string, lastId: string | undefined): Promise<PictureRow[]> =>
    db
      .select()
      .from(pictures)
      .where(
        and(
          eq(pictures.sketchId, sketchId),
          or(isNotNull(pictures.pinnedAt), lastId === undefined ? undefined : eq(pictures.id, lastId)),
        ),
      )
      .orderBy(asc(pictures.id))
      .all(),
  counts: async (sketchIds: string[]): Promise<Map<string, number>> => {
    const rows = await db
      .select({ sketchId: pictures.sketchId, n: count() })
      .from(pictures)
      .where(inArray(pictures.sketchId, sketchIds))
      .groupBy(pictures.sketchId)
      .all();
    return new Map(rows.map(({ sketchId, n }) => [sketchId, n]));
  },
  list: (
    sketchId: string,
    {
      cursor,
      order,
      isPinned,
      limit,
    }: { cursor?: string | undefined; order: "newest" | "oldest"; isPinned: boolean; limit: number },
  ): Promise<PictureRow[]> => {
    const beyond = order === "newest" ? lt : gt;
    return db
      .select()
      .from(pictures)
      .where(
        and(
          eq(pictures.sketchId, sketchId),
          cursor ? beyond(pictures.id, cursor) : undefined,
          isPinned ? isNotNull(pictures.pinnedAt) : undefined,
        ),
      )
      .orderBy(order === "newest" ? desc(pictures.id) : asc(pictures.id))
      .limit(limit)
      .all();
  },
});

const isAt = ({ sketchId, epoch, version, kind, variation }: PicturePlace) =>
  and(
    eq(pictures.sketchId, sketchId),
    eq(pictures.epoch, epoch),
    eq(pictures.version, version),
    eq(pictures.kind, kind),
    eq(pictures.variation, variation),
  );

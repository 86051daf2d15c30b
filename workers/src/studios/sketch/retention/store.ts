import { pictures, retentionNotices, sketches, users, type UserRow } from "@llamasketch/db";
import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { PicturePlace } from "../../../media/picture-id.ts";
import type { Statement } from "../../../commit.ts";

export interface Kept {
  place: PicturePlace;
  objectKey: string;
  createdAt: number;
  isPinned: boolean;
}

const PLACE = {
  sketchId: pictures.sketchId,
  epoch: pictures.epoch,
  version: pictures.version,
  kind: pictures.kind,
  variation: pictures.variation,
};

/** What is kept beyond its time, of whom, and who was told. */
export const createRetentionStore = (db: DrizzleD1Database) => ({
  tell: (userId: string, toldAtMs: number, dueAtMs: number): Statement =>
    db
      .insert(retentionNotices)
      .values({ userId, toldAt: toldAtMs, dueAt: dueAtMs })
      .onConflictDoUpdate({ target: retentionNotices.userId, set: { toldAt: toldAtMs, dueAt: dueAtMs } }),
  untell: (userId: string): Statement =>
    db.delete(retentionNotices).where(eq(retentionNotices.userId, userId)),
  /** The next people who own anything, in the order of their ids. */
  next: (after: string, limit: number): Promise<UserRow[]> =>
    db
      .select()
      .from(users)
      .where(
        and(
          gt(users.id, after),
          isNull(users.linkedTo),
          isNull(users.deletedAt),
          sql`EXISTS (SELECT 1 FROM sketches s WHERE s.owner_id = ${users.id})`,
        ),
      )
      .orderBy(asc(users.id))
      .limit(limit)
      .all(),
  notice: (userId: string) =>
    db.select().from(retentionNotices).where(eq(retentionNotices.userId, userId)).get(),
  count: async (userId: string): Promise<number> =>
    (
      await db
        .select({ n: sql<number>`count(*)` })
        .from(pictures)
        .innerJoin(sketches, eq(pictures.sketchId, sketches.id))
        .where(of(userId))
        .get()
    )?.n ?? 0,
  /** The first that would go: those without a pin, the oldest first, then those with one. */
  first: async (userId: string, limit: number): Promise<Kept[]> => {
    const rows = await db
      .select({
        ...PLACE,
        objectKey: pictures.objectKey,
        createdAt: pictures.createdAt,
        pinnedAt: pictures.pinnedAt,
      })
      .from(pictures)
      .innerJoin(sketches, eq(pictures.sketchId, sketches.id))
      .where(of(userId))
      .orderBy(sql`${pictures.pinnedAt} IS NOT NULL`, asc(pictures.createdAt), asc(pictures.seq))
      .limit(limit)
      .all();
    return rows.map(({ pinnedAt, objectKey, createdAt, ...place }) => ({
      place,
      objectKey,
      createdAt,
      isPinned: pinnedAt !== null,
    }));
  },
});

/** Sketches that were deleted have their own way out. */
const of = (userId: string) => and(eq(sketches.ownerId, userId), isNull(sketches.deletedAt));

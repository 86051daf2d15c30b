import { jobs, uploads } from "@llamasketch/db";
import type { UploadRow } from "@llamasketch/db";
import { and, asc, count, desc, eq, gt, inArray, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";
import { isLinked } from "../linked-store.ts";

/** Pictures that were sent to go into generations. */
export const createUploadStore = (db: DrizzleD1Database) => ({
  /** Unless there are `most` already: then nothing changes, however many are sent at once. */
  add: (row: UploadRow, most: number): Statement =>
    db.insert(uploads).select(
      db
        .select({
          id: sql<string>`${row.id}`.as("id"),
          ownerId: sql<string>`${row.ownerId}`.as("owner_id"),
          format: sql<UploadRow["format"]>`${row.format}`.as("format"),
          widthPx: sql<number>`${row.widthPx}`.as("width_px"),
          heightPx: sql<number>`${row.heightPx}`.as("height_px"),
          bytes: sql<number>`${row.bytes}`.as("bytes"),
          createdAt: sql<number>`${row.createdAt}`.as("created_at"),
          expiresAt: sql<number>`${row.expiresAt}`.as("expires_at"),
        })
        .from(sql`(SELECT 1)`)
        .where(sql`(SELECT count(*) FROM uploads u WHERE u.owner_id = ${row.ownerId}) < ${most}`),
    ),
  /** One that has not expired. */
  ofOwner: (ownerId: string, id: string, nowMs: number): Promise<UploadRow | undefined> =>
    db
      .select()
      .from(uploads)
      .where(and(eq(uploads.id, id), eq(uploads.ownerId, ownerId), gt(uploads.expiresAt, nowMs)))
      .get(),
  byId: (id: string): Promise<UploadRow | undefined> =>
    db.select().from(uploads).where(eq(uploads.id, id)).get(),
  countOf: async (ownerId: string): Promise<number> =>
    (await db.select({ n: count() }).from(uploads).where(eq(uploads.ownerId, ownerId)).get())?.n ?? 0,
  /** All that can be used, the newest first. */
  usableOf: (ownerId: string, nowMs: number): Promise<UploadRow[]> =>
    db
      .select()
      .from(uploads)
      .where(and(eq(uploads.ownerId, ownerId), gt(uploads.expiresAt, nowMs)))
      .orderBy(desc(uploads.id))
      .all(),
  /** All of somebody's, the expired too. */
  listOf: (ownerId: string, limit: number): Promise<UploadRow[]> =>
    db.select().from(uploads).where(eq(uploads.ownerId, ownerId)).orderBy(asc(uploads.id)).limit(limit).all(),
  follow: (visitorId: string, accountId: string): Statement =>
    db
      .update(uploads)
      .set({ ownerId: accountId })
      .where(and(eq(uploads.ownerId, visitorId), isLinked(visitorId, accountId))),
  remove: (ids: readonly string[]): Statement => db.delete(uploads).where(inArray(uploads.id, [...ids])),
  /** Whether something that waits or runs still has to read it. */
  isAwaited: async ({ ownerId }: UploadRow, objectKey: string): Promise<boolean> =>
    (await db
      .select({ id: jobs.id })
      .from(jobs)
      .where(
        and(
          eq(jobs.ownerId, ownerId),
          inArray(jobs.state, ["queued", "running"]),
          sql`json_extract(${jobs.inputs}, '$.image.key') = ${objectKey}`,
        ),
      )
      .limit(1)
      .get()) !== undefined,
});

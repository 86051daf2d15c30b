import { jobResults, jobs, pictures, sketchCopies, sketches, strokeChunks, uploads } from "@llamasketch/db";
import { sql, type Column } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";

/** Which rows name objects of the media store. */
export const createOrphanStore = (db: DrizzleD1Database) => ({
  /** Of these sketches: the keys that rows name, those that are there, and those of which more may be named yet. */
  ofSketches: async (ids: readonly string[], keys: readonly string[]) => {
    const among = listed(keys);
    const own = (column: Column) => sql`${column} IN ${listed(ids)}`;
    const [kept, pieces, rows, copying] = await Promise.all([
      db
        .select({ key: pictures.objectKey })
        .from(pictures)
        .where(sql`${own(pictures.sketchId)} AND ${pictures.objectKey} IN ${among}`)
        .all(),
      db
        .select({ key: strokeChunks.objectKey })
        .from(strokeChunks)
        .where(sql`${own(strokeChunks.sketchId)} AND ${strokeChunks.objectKey} IN ${among}`)
        .all(),
      db
        .select({ id: sketches.id, coverHash: sketches.coverHash, holdsUntil: sketches.holdsUntil })
        .from(sketches)
        .where(own(sketches.id))
        .all(),
      db.select({ id: sketchCopies.sketchId }).from(sketchCopies).where(own(sketchCopies.sketchId)).all(),
    ]);
    return {
      keys: new Set([...kept, ...pieces].map(({ key }) => key)),
      here: new Set(rows.map(({ id }) => id)),
      covered: new Set(rows.filter(({ coverHash }) => coverHash !== null).map(({ id }) => id)),
      // A copy goes on, or a session holds what it has not written down.
      busy: new Set([...copying, ...rows.filter(({ holdsUntil }) => holdsUntil > 0)].map(({ id }) => id)),
    };
  },
  /** Of these jobs: the keys that results name, and those that go on, whose runs and inputs are nobody else's business. */
  ofJobs: async (ids: readonly string[]) => {
    const own = (column: Column) => sql`${column} IN ${listed(ids)}`;
    const [results, open] = await Promise.all([
      db
        .select({
          key: jobResults.objectKey,
          marked: jobResults.markedKey,
          thumbnail: jobResults.thumbnailKey,
        })
        .from(jobResults)
        .where(own(jobResults.jobId))
        .all(),
      db
        .select({ id: jobs.id })
        .from(jobs)
        .where(sql`${own(jobs.id)} AND ${jobs.state} IN ('queued', 'running')`)
        .all(),
    ]);
    return {
      keys: new Set(results.flatMap(({ key, marked, thumbnail }) => [key, marked, thumbnail])),
      open: new Set(open.map(({ id }) => id)),
    };
  },
  uploads: async (ids: readonly string[]): Promise<Set<string>> =>
    new Set(
      (
        await db
          .select({ id: uploads.id })
          .from(uploads)
          .where(sql`${uploads.id} IN ${listed(ids)}`)
          .all()
      ).map(({ id }) => id),
    ),
});

/** However many keys, one parameter. */
const listed = (keys: readonly string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(keys)}))`;

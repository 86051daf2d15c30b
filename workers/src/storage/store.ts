import { storageUse, users } from "@llamasketch/db";
import { eq, sql, type SQL } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { PicturePlace } from "../media/picture-id.ts";
import type { Statement } from "../commit.ts";
import { isLinked } from "../linked-store.ts";

/** A picture that is about to be kept. `seq`: as its row's, where the later one takes the place of the earlier. */
export interface ComingPicture extends Omit<PicturePlace, "sketchId"> {
  seq: number;
  bytes: number;
}
/** A piece that is about to be appended to a stroke log. */
export interface ComingPiece {
  index: number;
  bytes: number;
}
export interface Coming {
  pictures?: readonly ComingPicture[];
  pieces?: readonly ComingPiece[];
}

/** A picture that takes any other's place, and one that takes none's. */
export const REPLACES = Number.MAX_SAFE_INTEGER;
export const REPLACES_NONE = -1;

/** What somebody has and was promised, and whose plan it is. */
export interface StorageUse {
  bytes: number;
  reserved: number;
  kind: "anonymous" | "account";
  plan: string;
}

interface Change {
  /** A select of one `id` at most: whose it is. */
  owner: SQL;
  bytes?: SQL | number;
  reserved?: SQL | number;
  /** Beyond this nothing is added; the whole batch is refused. */
  budgetBytes?: number;
}

/**
 * How much everybody has stored. Its statements go into the batch that adds or removes rows, BEFORE those rows' own statements:
 * they look at what is there to say what will change, so that the same said again, or by two at once, counts once.
 */
export const createStorageStore = (db: DrizzleD1Database) => {
  const change = ({ owner, bytes = 0, reserved = 0, budgetBytes }: Change): Statement => {
    const grown = sql`coalesce(s.bytes, 0) + coalesce(s.reserved, 0) + d.bytes + d.reserved`;
    const isOver =
      budgetBytes === undefined ? sql`0` : sql`(d.bytes + d.reserved > 0 AND ${grown} > ${budgetBytes})`;
    return db
      .insert(storageUse)
      .select(
        sql`SELECT o.id, max(0, coalesce(s.bytes, 0) + d.bytes), max(0, coalesce(s.reserved, 0) + d.reserved), ${isOver}
FROM (${owner}) o JOIN users u ON u.id = o.id AND u.deleted_at IS NULL LEFT JOIN storage_use s ON s.user_id = o.id,
(SELECT ${bytes} AS bytes, ${reserved} AS reserved) d WHERE d.bytes <> 0 OR d.reserved <> 0`,
      )
      .onConflictDoUpdate({
        target: storageUse.userId,
        set: { bytes: sql`excluded.bytes`, reserved: sql`excluded.reserved` },
      });
  };
  const storing = (sketchId: string, { pictures = [], pieces = [] }: Coming, budgetBytes?: number) =>
    change({
      owner: ownerOfSketch(sketchId),
      bytes: sql`(${comingPictures(sketchId, pictures)}) + (${comingPieces(sketchId, pieces)})`,
      ...(budgetBytes !== undefined && { budgetBytes }),
    });
  return {
    /** So much more of this person, or of the account that the visitor became; fewer where it is negative. */
    add: (ownerId: string, bytes: number, budgetBytes?: number): Statement =>
      change({ owner: person(ownerId), bytes, ...(budgetBytes !== undefined && { budgetBytes }) }),
    /** What is about to be kept of a sketch, all in one statement however much it is. */
    storing,
    removingPictures: ([first, ...rest]: readonly PicturePlace[]): Statement[] =>
      first
        ? [
            change({
              owner: ownerOfSketch(first.sketchId),
              bytes: sql`(SELECT -coalesce(sum(p.bytes), 0) FROM ${placesIn([first, ...rest])} n JOIN pictures p ON
p.sketch_id = n.value ->> 0 AND p.epoch = n.value ->> 1 AND p.version = n.value ->> 2 AND p.kind = n.value ->> 3 AND p.variation = n.value ->> 4)`,
            }),
          ]
        : [],
    removingSketch: (sketchId: string): Statement =>
      change({
        owner: ownerOfSketch(sketchId),
        bytes: sql`-(SELECT coalesce(sum(p.bytes), 0) FROM pictures p WHERE p.sketch_id = ${sketchId})
- (SELECT coalesce(sum(c.bytes), 0) FROM stroke_chunks c WHERE c.sketch_id = ${sketchId})
- coalesce((SELECT k.cover_bytes FROM sketches k WHERE k.id = ${sketchId}), 0)`,
        reserved: sql`-coalesce((SELECT y.bytes FROM sketch_copies y WHERE y.sketch_id = ${sketchId}), 0)`,
      }),
    covering: (sketchId: string, bytes: number, budgetBytes?: number): Statement =>
      change({
        owner: ownerOfSketch(sketchId),
        bytes: sql`${bytes} - coalesce((SELECT k.cover_bytes FROM sketches k WHERE k.id = ${sketchId}), 0)`,
        ...(budgetBytes !== undefined && { budgetBytes }),
      }),
    /** After its row, which was written only if there was room for one more. */
    addingUpload: (id: string, bytes: number, budgetBytes: number): Statement =>
      change({ owner: sql`SELECT p.owner_id AS id FROM uploads p WHERE p.id = ${id}`, bytes, budgetBytes }),
    removingUploads: (ids: readonly string[]): Statement =>
      change({
        owner: sql`SELECT p.owner_id AS id FROM uploads p WHERE p.id = ${ids[0] ?? ""}`,
        bytes: sql`-(SELECT coalesce(sum(p.bytes), 0) FROM uploads p WHERE p.id IN (SELECT value FROM json_each(${JSON.stringify(ids)})))`,
      }),

    /** Sets aside what work that begins now may store. */
    reserve: (ownerId: string, reserved: number, budgetBytes: number): Statement =>
      change({ owner: person(ownerId), reserved, budgetBytes }),
    /** A copy is whole: what was set aside for it is free, what it took was counted as it came. */
    endingCopy: (sketchId: string): Statement =>
      change({
        owner: ownerOfSketch(sketchId),
        reserved: sql`-coalesce((SELECT y.bytes FROM sketch_copies y WHERE y.sketch_id = ${sketchId}), 0)`,
      }),
    /** A job's last change: what was set aside is free, what it stored is counted. Nothing where it had ended before. */
    endingJob: (jobId: string, bytes: number): Statement =>
      change({
        owner: sql`SELECT j.owner_id AS id FROM jobs j WHERE j.id = ${jobId} AND ${IS_OPEN}`,
        bytes,
        reserved: sql`-coalesce((SELECT j.reserved_bytes FROM jobs j WHERE j.id = ${jobId}), 0)`,
      }),
    erasingJob: (jobId: string): Statement =>
      change({
        owner: sql`SELECT j.owner_id AS id FROM jobs j WHERE j.id = ${jobId}`,
        bytes: sql`-(SELECT coalesce(sum(${RESULT_BYTES}), 0) FROM job_results r WHERE r.job_id = ${jobId})`,
      }),

    /** What a visitor had goes with its things into the account that it became. Goes after the statement that links them. */
    follow: (visitorId: string, accountId: string): Statement[] => {
      const isTheirs = isLinked(visitorId, accountId);
      return [
        change({
          owner: sql`SELECT u.id FROM users u WHERE u.id = ${accountId} AND ${isTheirs}`,
          bytes: sql`coalesce((SELECT w.bytes FROM storage_use w WHERE w.user_id = ${visitorId}), 0)`,
          reserved: sql`coalesce((SELECT w.reserved FROM storage_use w WHERE w.user_id = ${visitorId}), 0)`,
        }),
        db.delete(storageUse).where(sql`${storageUse.userId} = ${visitorId} AND ${isTheirs}`),
      ];
    },
    /** Of this person, and of the visitors that became them. */
    forget: (id: string): Statement =>
      db
        .delete(storageUse)
        .where(
          sql`${storageUse.userId} IN (SELECT u.id FROM users u WHERE u.id = ${id} OR u.linked_to = ${id})`,
        ),

    /** Of this person, or of the account that the visitor became; undefined for whoever is gone. */
    of: (userId: string): Promise<StorageUse | undefined> =>
      db
        .select({
          bytes: sql<number>`coalesce(${storageUse.bytes}, 0)`,
          reserved: sql<number>`coalesce(${storageUse.reserved}, 0)`,
          kind: users.kind,
          plan: users.plan,
        })
        .from(users)
        .leftJoin(storageUse, eq(storageUse.userId, users.id))
        .where(sql`${users.id} = (${person(userId)}) AND ${users.deletedAt} IS NULL`)
        .get(),
    /** What a copy of so much of a sketch will take: its log up to `chunks`, these pictures, its cover. */
    sizeOfCopy: async (
      sketchId: string,
      chunks: number,
      pictureBytes: number,
      withCover: boolean,
    ): Promise<number> => {
      const [found] = await db.all<{ n: number }>(sql`SELECT
(SELECT coalesce(sum(c.bytes), 0) FROM stroke_chunks c WHERE c.sketch_id = ${sketchId} AND c.chunk_index < ${chunks})
+ CASE WHEN ${withCover ? 1 : 0} THEN (SELECT k.cover_bytes FROM sketches k WHERE k.id = ${sketchId}) ELSE 0 END AS n`);
      return (found?.n ?? 0) + pictureBytes;
    },

    /** The next people, in the order of their ids, and those among them whose number is not that of their rows. */
    audit: async (after: string, limit: number): Promise<{ last: string | null; adrift: Drift[] }> => {
      const page = sql`SELECT w.id FROM users w WHERE w.id > ${after} AND w.linked_to IS NULL AND w.deleted_at IS NULL ORDER BY w.id LIMIT ${limit}`;
      const [end, adrift] = await Promise.all([
        db.all<{ last: string | null }>(sql`SELECT max(id) AS last FROM (${page})`),
        db.all<Drift>(sql`SELECT * FROM (SELECT u.id AS userId, coalesce(s.bytes, 0) AS bytes, coalesce(s.reserved, 0) AS reserved,
(${BYTES_OF_ROWS}) AS rowsBytes, (${RESERVED_OF_ROWS}) AS rowsReserved
FROM (${page}) u LEFT JOIN storage_use s ON s.user_id = u.id) WHERE bytes <> rowsBytes OR reserved <> rowsReserved`),
      ]);
      return { last: end[0]?.last ?? null, adrift };
    },
    /** Puts right what is not: the rows are the truth, and are read in the same statement. */
    repair: (userId: string): Statement =>
      db
        .insert(storageUse)
        .select(
          sql`SELECT u.id, (${BYTES_OF_ROWS}), (${RESERVED_OF_ROWS}), 0 FROM users u WHERE u.id = ${userId} AND u.deleted_at IS NULL`,
        )
        .onConflictDoUpdate({
          target: storageUse.userId,
          set: { bytes: sql`excluded.bytes`, reserved: sql`excluded.reserved` },
        }),
  };
};

export interface Drift {
  userId: string;
  bytes: number;
  reserved: number;
  rowsBytes: number;
  rowsReserved: number;
}

const IS_OPEN = sql`j.state IN ('queued', 'running')`;
const RESULT_BYTES = sql`r.bytes + coalesce(r.marked_bytes, 0) + coalesce(r.thumbnail_bytes, 0)`;

const person = (id: string): SQL =>
  sql`SELECT coalesce(v.linked_to, v.id) AS id FROM users v WHERE v.id = ${id}`;
const ownerOfSketch = (sketchId: string): SQL =>
  sql`SELECT k.owner_id AS id FROM sketches k WHERE k.id = ${sketchId}`;

const placesIn = (places: readonly PicturePlace[]): SQL =>
  sql`json_each(${JSON.stringify(
    places.map(({ sketchId, epoch, version, kind, variation }) => [
      sketchId,
      epoch,
      version,
      kind,
      variation,
    ]),
  )})`;

/** By how much pictures grow what is there. */
function comingPictures(sketchId: string, pictures: readonly ComingPicture[]): SQL {
  if (pictures.length === 0) return sql`0`;
  // Of those that come for one place the latest stays.
  const byPlace = new Map<string, ComingPicture>();
  for (const one of pictures) {
    const place = `${one.epoch} ${one.version} ${one.kind} ${one.variation}`;
    const before = byPlace.get(place);
    if (!before || before.seq <= one.seq) byPlace.set(place, one);
  }
  const coming = [...byPlace.values()].map(({ epoch, version, kind, variation, seq, bytes }) => [
    epoch,
    version,
    kind,
    variation,
    seq,
    bytes,
  ]);
  return sql`SELECT coalesce(sum(CASE WHEN p.sketch_id IS NULL THEN n.value ->> 5 WHEN p.seq < n.value ->> 4 THEN (n.value ->> 5) - p.bytes ELSE 0 END), 0)
FROM json_each(${JSON.stringify(coming)}) n LEFT JOIN pictures p ON p.sketch_id = ${sketchId}
AND p.epoch = n.value ->> 0 AND p.version = n.value ->> 1 AND p.kind = n.value ->> 2 AND p.variation = n.value ->> 3`;
}

/** A piece whose place is taken is not stored. */
function comingPieces(sketchId: string, pieces: readonly ComingPiece[]): SQL {
  if (pieces.length === 0) return sql`0`;
  return sql`SELECT coalesce(sum(n.value ->> 1), 0) FROM json_each(${JSON.stringify(pieces.map(({ index, bytes }) => [index, bytes]))}) n
LEFT JOIN stroke_chunks c ON c.sketch_id = ${sketchId} AND c.chunk_index = n.value ->> 0 WHERE c.sketch_id IS NULL`;
}

/** Of the person `u`: all that their rows say. */
const BYTES_OF_ROWS = sql`SELECT coalesce(sum(n), 0) FROM (
SELECT sum(p.bytes) AS n FROM sketches k JOIN pictures p ON p.sketch_id = k.id WHERE k.owner_id = u.id
UNION ALL SELECT sum(c.bytes) FROM sketches k JOIN stroke_chunks c ON c.sketch_id = k.id WHERE k.owner_id = u.id
UNION ALL SELECT sum(k.cover_bytes) FROM sketches k WHERE k.owner_id = u.id
UNION ALL SELECT sum(${RESULT_BYTES}) FROM jobs j JOIN job_results r ON r.job_id = j.id WHERE j.owner_id = u.id
UNION ALL SELECT sum(p.bytes) FROM uploads p WHERE p.owner_id = u.id)`;
const RESERVED_OF_ROWS = sql`SELECT coalesce(sum(n), 0) FROM (
SELECT sum(j.reserved_bytes) AS n FROM jobs j WHERE j.owner_id = u.id AND ${IS_OPEN}
UNION ALL SELECT sum(y.bytes) FROM sketches k JOIN sketch_copies y ON y.sketch_id = k.id WHERE k.owner_id = u.id)`;

import { outbox, pictures, sketches, type PictureRow } from "@llamasketch/db";
import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sketchOfKey } from "../../media/keys.ts";
import { FINAL_RANK, pictureAt, pictureIdOf, type PicturePlace } from "../../picture-id.ts";
import type { Statement } from "../../spine/commit.ts";

export type { PicturePlace };
export type NewPicture = Omit<PictureRow, "id">;

const PLACE = [pictures.sketchId, pictures.epoch, pictures.version, pictures.kind, pictures.variation];
const SEQ_OF_NEW = sql`excluded.seq`;

/** The pictures kept of sketches. Readers of something owned always name the owner, or a sketch that was found by it. */
export const createPictureStore = (db: DrizzleD1Database) => ({
  /** A later picture of the same canvas takes the place of the one before, and its pin; an earlier one changes nothing. */
  keep: (row: NewPicture): Statement => {
    const { pinnedAt: _pinnedAt, windowMs, ...rest } = row;
    return db
      .insert(pictures)
      .values(row)
      .onConflictDoUpdate({
        target: PLACE,
        // The window that is paid already stays so.
        set: { ...rest, windowMs: sql`COALESCE(${pictures.windowMs}, ${windowMs})` },
        setWhere: lt(pictures.seq, SEQ_OF_NEW),
      });
  },
  /** Takes the place of an earlier final of the same canvas, and its pin. */
  keepFinal: (row: Omit<NewPicture, "seq">): Statement => {
    const { pinnedAt: _pinnedAt, ...rest } = row;
    return db
      .insert(pictures)
      .values({ ...row, seq: 1 })
      .onConflictDoUpdate({ target: PLACE, set: { ...rest, seq: sql`${pictures.seq} + 1` } });
  },
  /** Goes before what takes a picture's place, or removes it: its object is removed once it is in no row. */
  retire: (place: PicturePlace, outboxId: string, nowMs: number, seq = Number.MAX_SAFE_INTEGER): Statement =>
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
        .where(and(isAt(place), lt(pictures.seq, seq))),
    ),
  /** A copy that is there already stays as it is. */
  keepCopy: (row: NewPicture): Statement =>
    db.insert(pictures).values(row).onConflictDoNothing({ target: PLACE }),
  /** Keeps the time of the first pin. */
  pin: (place: PicturePlace, nowMs: number | null): Statement =>
    db
      .update(pictures)
      .set({ pinnedAt: nowMs === null ? null : sql`COALESCE(${pictures.pinnedAt}, ${nowMs})` })
      .where(isAt(place)),
  remove: (place: PicturePlace): Statement => db.delete(pictures).where(isAt(place)),
  purge: (sketchId: string): Statement => db.delete(pictures).where(eq(pictures.sketchId, sketchId)),

  /** Whoever owns it: for effects, never for a caller. */
  anyById: async (id: string): Promise<PictureRow | undefined> => {
    const place = pictureAt(id);
    return place ? withId(await db.select().from(pictures).where(isAt(place)).get()) : undefined;
  },
  at: async (place: PicturePlace): Promise<PictureRow | undefined> =>
    withId(await db.select().from(pictures).where(isAt(place)).get()),
  isUsed: async (objectKey: string): Promise<boolean> => {
    const sketchId = sketchOfKey(objectKey);
    if (sketchId === null) return false;
    const isIt = and(eq(pictures.sketchId, sketchId), eq(pictures.objectKey, objectKey));
    return (await db.select({ seq: pictures.seq }).from(pictures).where(isIt).get()) !== undefined;
  },
  byId: async (id: string, ownerId: string) => {
    const place = pictureAt(id);
    if (!place) return undefined;
    const row = await db
      .select({ picture: pictures, sketch: sketches })
      .from(pictures)
      .innerJoin(sketches, eq(pictures.sketchId, sketches.id))
      .where(and(isAt(place), eq(sketches.ownerId, ownerId), isNull(sketches.deletedAt)))
      .get();
    return row && { sketch: row.sketch, picture: { ...row.picture, id } };
  },
  /** Of the newest canvas that has one, the sharpest; variations are beside it. */
  last: async (sketchId: string): Promise<PictureRow | undefined> =>
    withId(
      await db
        .select()
        .from(pictures)
        .where(and(eq(pictures.sketchId, sketchId), ne(pictures.kind, "variation")))
        .orderBy(desc(pictures.epoch), desc(pictures.version), asc(pictures.kind))
        .limit(1)
        .get(),
    ),
  /** Stored in windows that began after this one: what a session that lost its memory finds of its own. */
  inWindowsAfter: async (sketchId: string, windowMs: number): Promise<PictureRow[]> =>
    withIds(
      await db
        .select()
        .from(pictures)
        .where(and(eq(pictures.sketchId, sketchId), gt(pictures.windowMs, windowMs)))
        .orderBy(asc(pictures.windowMs), asc(pictures.seq))
        .all(),
    ),
  /** What a whole copy of a sketch takes with it: the last picture and the pinned ones, as they were kept. */
  worthCopying: async (sketchId: string, last: PicturePlace | undefined): Promise<PictureRow[]> =>
    withIds(
      await db
        .select()
        .from(pictures)
        .where(and(eq(pictures.sketchId, sketchId), or(isNotNull(pictures.pinnedAt), last && isAt(last))))
        .orderBy(...inOrder(asc))
        .all(),
    ),
  counts: async (sketchIds: string[]): Promise<Map<string, number>> => {
    if (sketchIds.length === 0) return new Map();
    const rows = await db
      .select({ sketchId: pictures.sketchId, n: count() })
      .from(pictures)
      .where(inArray(pictures.sketchId, sketchIds))
      .groupBy(pictures.sketchId)
      .all();
    return new Map(rows.map(({ sketchId, n }) => [sketchId, n]));
  },
  list: async (
    sketchId: string,
    {
      cursor,
      order,
      isPinned,
      limit,
    }: { cursor?: string | undefined; order: "newest" | "oldest"; isPinned: boolean; limit: number },
  ): Promise<PictureRow[]> =>
    withIds(
      await db
        .select()
        .from(pictures)
        .where(
          and(
            eq(pictures.sketchId, sketchId),
            isBeyond(cursor, order),
            isPinned ? isNotNull(pictures.pinnedAt) : undefined,
          ),
        )
        .orderBy(...inOrder(order === "newest" ? desc : asc))
        .limit(limit)
        .all(),
    ),
});

const withId = <Row extends PicturePlace>(row: Row | undefined): (Row & { id: string }) | undefined =>
  row && { ...row, id: pictureIdOf(row) };
const withIds = <Row extends PicturePlace>(rows: Row[]): (Row & { id: string })[] =>
  rows.map((row) => ({ ...row, id: pictureIdOf(row) }));

const isAt = ({ sketchId, epoch, version, kind, variation }: PicturePlace) =>
  and(
    eq(pictures.sketchId, sketchId),
    eq(pictures.epoch, epoch),
    eq(pictures.version, version),
    eq(pictures.kind, kind),
    eq(pictures.variation, variation),
  );

/** Of pictures of one canvas, in the order of their ids. */
const RANK = sql`CASE ${pictures.kind} WHEN 'final' THEN ${sql.raw(String(FINAL_RANK))} ELSE ${pictures.variation} END`;

const inOrder = (direction: typeof asc) => [
  direction(pictures.epoch),
  direction(pictures.version),
  direction(RANK),
];

/** A cursor that is no picture's id is passed over. */
function isBeyond(cursor: string | undefined, order: "newest" | "oldest") {
  const place = cursor === undefined ? null : pictureAt(cursor);
  if (!place) return undefined;
  const { epoch, version, kind, variation } = place;
  const here = sql`(${pictures.epoch}, ${pictures.version}, ${RANK})`;
  const there = sql`(${epoch}, ${version}, ${kind === "final" ? FINAL_RANK : variation})`;
  return order === "newest" ? sql`${here} < ${there}` : sql`${here} > ${there}`;
}

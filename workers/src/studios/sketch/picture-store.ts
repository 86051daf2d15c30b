import { outbox, pictureSheets, pictures, sketches, type PictureRow } from "@llamasketch/db";
import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  ne,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sketchOfKey } from "../../media/keys.ts";
import { FINAL_RANK, pictureAt, pictureIdOf, type PicturePlace } from "../../media/picture-id.ts";
import type { Statement } from "../../commit.ts";

export type { PicturePlace };
export type NewPicture = Omit<PictureRow, "id">;

/** The pictures kept of sketches, in sheets: `migrations/0020_sheets.sql` packs what is written to the view of them. Readers of something owned always name the owner, or a sketch that was found by it. */
export const createPictureStore = (db: DrizzleD1Database) => ({
  /**
   * A later picture of the same canvas takes the place of the one before, its pin and its paid window; an earlier one, or the
   * same again, changes nothing.
   */
  keep: (row: NewPicture): Statement => db.insert(pictures).values(row),
  /** Takes the place of an earlier final of the same canvas, and its pin. */
  keepFinal: (row: Omit<NewPicture, "seq">): Statement => {
    const before = db
      .select({ seq: sql`coalesce(max(${pictures.seq}), 0) + 1` })
      .from(pictures)
      .where(isAt(row));
    return db.insert(pictures).values({ ...row, seq: sql`(${before})` });
  },
  /**
   * Goes before what takes a picture's place, or removes it: its object is removed once it is in no row. With `challenger` the
   * later of the two stays, and the other's object goes.
   */
  retire: (
    place: PicturePlace,
    outboxId: string,
    nowMs: number,
    challenger?: { seq: number; objectKey: string },
  ): Statement =>
    db.insert(outbox).select(
      db
        .select({
          id: sql<string>`${outboxId}`.as("id"),
          kind: sql<"purge_object">`'purge_object'`.as("kind"),
          subject: challenger
            ? sql<string>`CASE WHEN ${pictures.seq} < ${challenger.seq} THEN ${pictures.objectKey} ELSE ${challenger.objectKey} END`.as(
                "subject",
              )
            : pictures.objectKey,
          createdAt: sql<number>`${nowMs}`.as("created_at"),
          attempts: sql<number>`0`.as("attempts"),
          dueAt: sql<number>`${nowMs}`.as("due_at"),
          doneAt: sql<null>`NULL`.as("done_at"),
          failures: sql<number>`0`.as("failures"),
          parkedAt: sql<null>`NULL`.as("parked_at"),
        })
        .from(pictures)
        .where(and(isAt(place), challenger && ne(pictures.objectKey, challenger.objectKey))),
    ),
  /** Keeps the time of the first pin. */
  pin: (place: PicturePlace, nowMs: number | null): Statement =>
    db
      .update(pictures)
      .set({ pinnedAt: nowMs === null ? null : sql`COALESCE(${pictures.pinnedAt}, ${nowMs})` })
      .where(isAt(place)),
  remove: (place: PicturePlace): Statement => db.delete(pictures).where(isAt(place)),
  purge: (sketchId: string): Statement =>
    db.delete(pictureSheets).where(eq(pictureSheets.sketchId, sketchId)),

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
        .where(and(eq(pictures.sketchId, sketchId), ne(pictures.kind, "variation"), isInLastSheet(sketchId)))
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
            isPinned ? isNotNull(pictures.pinnedAt) : isInNextSheets(sketchId, cursor, order, limit),
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
    // The one sheet that it can be in: the others are not opened.
    sql`from_version = (SELECT max(b.from_version) FROM picture_sheets b
      WHERE b.sketch_id = ${sketchId} AND b.epoch = ${epoch} AND b.from_version <= ${version})`,
    eq(pictures.version, version),
    eq(pictures.kind, kind),
    eq(pictures.variation, variation),
  );

/** Sheets follow each other as canvases do: the newest canvas is in the last one that holds more than variations. */
const isInLastSheet = (sketchId: string): SQL =>
  sql`(${pictures.epoch}, from_version) = (SELECT b.epoch, b.from_version FROM picture_sheets b WHERE b.sketch_id = ${sketchId}
    AND EXISTS (SELECT 1 FROM json_each(b.pictures) j WHERE j.key GLOB '*.[05]') ORDER BY b.epoch DESC, b.from_version DESC LIMIT 1)`;

/** No sheet is empty: a page of pictures is in as many sheets at most, and in the one that the cursor is in. */
function isInNextSheets(
  sketchId: string,
  cursor: string | undefined,
  order: "newest" | "oldest",
  limit: number,
): SQL {
  const place = cursor === undefined ? null : pictureAt(cursor);
  const sheetOfCursor =
    place &&
    sql`coalesce((SELECT max(c.from_version) FROM picture_sheets c
      WHERE c.sketch_id = ${sketchId} AND c.epoch = ${place.epoch} AND c.from_version <= ${place.version}), 0)`;
  const isBeyondIt =
    place &&
    sql`AND (b.epoch, b.from_version) ${sql.raw(order === "newest" ? "<=" : ">=")} (${place.epoch}, ${sheetOfCursor})`;
  const direction = sql.raw(order === "newest" ? "DESC" : "ASC");
  return sql`(${pictures.epoch}, from_version) IN (SELECT b.epoch, b.from_version FROM picture_sheets b
    WHERE b.sketch_id = ${sketchId} ${isBeyondIt ?? sql``}
    ORDER BY b.epoch ${direction}, b.from_version ${direction} LIMIT ${limit + 1})`;
}

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

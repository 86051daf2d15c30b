import { outbox } from "@llamasketch/db";
import { and, asc, eq, gt, isNull, lt, lte, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";
import { ORDERED_KINDS, OUTSIDE_KINDS, type OutboxEntry } from "../outbox-kinds.ts";

/** Said in the statement itself, as the indexes of open entries say it: only so do they serve it. */
const listed = (kinds: readonly string[]): string => kinds.map((kind) => `'${kind}'`).join(", ");
const OPEN = `"outbox"."done_at" IS NULL AND "outbox"."parked_at" IS NULL`;
const WHICH = {
  inside: sql.raw(`${OPEN} AND "outbox"."kind" NOT IN (${listed(OUTSIDE_KINDS)})`),
  outside: sql.raw(`${OPEN} AND "outbox"."kind" IN (${listed(OUTSIDE_KINDS)})`),
};
const IN_ORDER = sql.raw(`${OPEN} AND "outbox"."kind" IN (${listed(ORDERED_KINDS)})`);
const IS_OPEN = and(isNull(outbox.doneAt), isNull(outbox.parkedAt));

/** Due at once, unless it says when. */
type NewEntry = Pick<OutboxEntry, "id" | "kind" | "subject" | "createdAt"> & { dueAt?: number };
const rowOf = ({ dueAt, ...entry }: NewEntry): OutboxEntry => ({
  ...entry,
  dueAt: dueAt ?? entry.createdAt,
  attempts: 0,
  failures: 0,
  parkedAt: null,
  doneAt: null,
});

/** How far a sweep has come. */
export type DueMark = Pick<OutboxEntry, "dueAt" | "createdAt" | "id">;

/** Effects that were decided in a batch and are carried out after it. */
export const createOutboxStore = (db: DrizzleD1Database) => ({
  add: (entry: NewEntry): Statement => db.insert(outbox).values(rowOf(entry)),
  /** By a name that says what it is for: there is one, whoever says it, however often. */
  addOnce: (entry: NewEntry): Statement => db.insert(outbox).values(rowOf(entry)).onConflictDoNothing(),
  /** Of several who try it as they read it one begins, and may say until when others leave it alone. Gives what it began. */
  begin: ({ id, attempts }: Pick<OutboxEntry, "id" | "attempts">, untilMs: number | null) =>
    db
      .update(outbox)
      .set({
        attempts: attempts + 1,
        failures: sql`${outbox.failures} + 1`,
        ...(untilMs !== null && { dueAt: untilMs }),
      })
      .where(and(eq(outbox.id, id), eq(outbox.attempts, attempts), IS_OPEN))
      .returning({ id: outbox.id }),
  done: (id: string, nowMs: number): Statement =>
    db
      .update(outbox)
      .set({ doneAt: nowMs })
      .where(and(eq(outbox.id, id), isNull(outbox.doneAt))),
  /** That try did not fail; it is due again then. */
  goOn: (id: string, dueAtMs: number): Statement =>
    db
      .update(outbox)
      .set({ dueAt: dueAtMs, failures: 0 })
      .where(and(eq(outbox.id, id), IS_OPEN)),
  /** Set aside: no sweep finds it. */
  park: (id: string, nowMs: number): Statement =>
    db
      .update(outbox)
      .set({ parkedAt: nowMs })
      .where(and(eq(outbox.id, id), IS_OPEN)),
  /** Due now, with all its tries; of one that is not parked nothing. Gives what it unparked. */
  unpark: (id: string, nowMs: number) =>
    db
      .update(outbox)
      .set({ parkedAt: null, failures: 0, dueAt: nowMs })
      .where(and(eq(outbox.id, id), sql`${outbox.parkedAt} IS NOT NULL`))
      .returning(),
  parked: (cursor: string | null, limit: number): Promise<OutboxEntry[]> =>
    db
      .select()
      .from(outbox)
      .where(and(sql`${outbox.parkedAt} IS NOT NULL`, gt(outbox.id, cursor ?? "")))
      .orderBy(asc(outbox.id))
      .limit(limit)
      .all(),
  byId: (id: string): Promise<OutboxEntry | undefined> =>
    db.select().from(outbox).where(eq(outbox.id, id)).get(),
  /** Not before then. */
  postpone: (ids: readonly string[], dueAtMs: number): Statement =>
    db
      .update(outbox)
      .set({ dueAt: dueAtMs })
      // One parameter, however many ids.
      .where(and(sql`${outbox.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`, IS_OPEN)),
  /** Of the kinds that go by order: the oldest that is open. */
  oldestOf: (kind: OutboxEntry["kind"], subject: string): Promise<OutboxEntry | undefined> =>
    db
      .select()
      .from(outbox)
      .where(and(IN_ORDER, eq(outbox.kind, kind), eq(outbox.subject, subject)))
      .orderBy(asc(outbox.createdAt), asc(outbox.id))
      .limit(1)
      .get(),
  /** Due then, unless it was begun since it was read. */
  wake: ({ id, attempts }: Pick<OutboxEntry, "id" | "attempts">, dueAtMs: number): Statement =>
    db
      .update(outbox)
      .set({ dueAt: dueAtMs })
      .where(and(eq(outbox.id, id), eq(outbox.attempts, attempts), IS_OPEN)),
  /** Not before the older one is tried again; nothing once that has ended. Gives what it put off. */
  putBehind: (id: string, olderId: string) =>
    db
      .update(outbox)
      .set({ dueAt: sql`(SELECT o.due_at FROM outbox o WHERE o.id = ${olderId})` })
      .where(
        and(
          eq(outbox.id, id),
          IS_OPEN,
          sql`EXISTS (SELECT 1 FROM outbox o WHERE o.id = ${olderId} AND o.done_at IS NULL AND o.parked_at IS NULL)`,
        ),
      )
      .returning({ id: outbox.id }),
  open: (id: string): Promise<OutboxEntry | undefined> =>
    db
      .select()
      .from(outbox)
      .where(and(eq(outbox.id, id), IS_OPEN))
      .get(),
  /** Open ones whose ids stand between these. */
  openBetween: (fromId: string, toId: string, limit: number): Promise<OutboxEntry[]> =>
    db
      .select()
      .from(outbox)
      .where(and(gt(outbox.id, fromId), lt(outbox.id, toId), IS_OPEN))
      .limit(limit)
      .all(),
  /** Entries that are due and were left lying since before `beforeMs`, the longest due first; a page, after the one before. */
  due: (
    which: keyof typeof WHICH,
    { beforeMs, nowMs, after }: { beforeMs: number; nowMs: number; after: DueMark | null },
    limit: number,
  ): Promise<OutboxEntry[]> =>
    db
      .select()
      .from(outbox)
      .where(
        and(
          WHICH[which],
          sql`(${outbox.dueAt}, ${outbox.createdAt}, ${outbox.id}) > (${after?.dueAt ?? -1}, ${after?.createdAt ?? 0}, ${after?.id ?? ""})`,
          lte(outbox.dueAt, nowMs),
          lt(outbox.createdAt, beforeMs),
        ),
      )
      .orderBy(asc(outbox.dueAt), asc(outbox.createdAt), asc(outbox.id))
      .limit(limit)
      .all(),

  /** The last id of the next part of all entries, in the order of their ids; none when fewer than a part are left. */
  partAfter: async (id: string, rows: number): Promise<string | undefined> =>
    (
      await db
        .select({ id: outbox.id })
        .from(outbox)
        .where(gt(outbox.id, id))
        .orderBy(asc(outbox.id))
        .limit(1)
        .offset(rows - 1)
        .get()
    )?.id,
  /** What was done long ago, in one part. */
  trim: (fromId: string, toId: string | null, doneBeforeMs: number): Statement =>
    db
      .delete(outbox)
      .where(
        and(
          gt(outbox.id, fromId),
          toId === null ? undefined : lte(outbox.id, toId),
          lt(outbox.doneAt, doneBeforeMs),
        ),
      ),
});

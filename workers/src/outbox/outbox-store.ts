import { outbox } from "@llamasketch/db";
import { and, asc, eq, gt, isNull, lt, lte, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";
import { OUTSIDE_KINDS, type OutboxEntry } from "../outbox-kinds.ts";

/** Said in the statement itself, as the indexes of open entries say it: only so do they serve it. */
const KINDS = OUTSIDE_KINDS.map((kind) => `'${kind}'`).join(", ");
const WHICH = {
  inside: sql.raw(`"outbox"."done_at" IS NULL AND "outbox"."kind" NOT IN (${KINDS})`),
  outside: sql.raw(`"outbox"."done_at" IS NULL AND "outbox"."kind" IN (${KINDS})`),
};

/** How far a sweep has come. */
export type DueMark = Pick<OutboxEntry, "dueAt" | "createdAt" | "id">;

/** Effects that were decided in a batch and are carried out after it. */
export const createOutboxStore = (db: DrizzleD1Database) => ({
  add: (entry: Pick<OutboxEntry, "id" | "kind" | "subject" | "createdAt"> & { dueAt?: number }): Statement =>
    db.insert(outbox).values({ dueAt: 0, ...entry, attempts: 0 }),
  /** By a name that says what it is for: there is one, whoever says it, however often. */
  addOnce: (
    entry: Pick<OutboxEntry, "id" | "kind" | "subject" | "createdAt"> & { dueAt?: number },
  ): Statement =>
    db
      .insert(outbox)
      .values({ dueAt: 0, ...entry, attempts: 0 })
      .onConflictDoNothing(),
  tried: (id: string): Statement =>
    db
      .update(outbox)
      .set({ attempts: sql`${outbox.attempts} + 1` })
      .where(eq(outbox.id, id)),
  done: (id: string, nowMs: number): Statement =>
    db
      .update(outbox)
      .set({ doneAt: nowMs })
      .where(and(eq(outbox.id, id), isNull(outbox.doneAt))),
  /** Not before then. */
  postpone: (ids: readonly string[], dueAtMs: number): Statement =>
    db
      .update(outbox)
      .set({ dueAt: dueAtMs })
      // One parameter, however many ids.
      .where(
        and(
          sql`${outbox.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
          isNull(outbox.doneAt),
        ),
      ),
  open: (id: string): Promise<OutboxEntry | undefined> =>
    db
      .select()
      .from(outbox)
      .where(and(eq(outbox.id, id), isNull(outbox.doneAt)))
      .get(),
  /** Open ones whose ids stand between these. */
  openBetween: (fromId: string, toId: string, limit: number): Promise<OutboxEntry[]> =>
    db
      .select()
      .from(outbox)
      .where(and(gt(outbox.id, fromId), lt(outbox.id, toId), isNull(outbox.doneAt)))
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

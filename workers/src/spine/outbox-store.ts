import { outbox } from "@llamasketch/db";
import { and, asc, eq, isNull, lt, lte, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "./commit.ts";

export type OutboxEntry = typeof outbox.$inferSelect;

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
  open: (id: string): Promise<OutboxEntry | undefined> =>
    db
      .select()
      .from(outbox)
      .where(and(eq(outbox.id, id), isNull(outbox.doneAt)))
      .get(),
  openOfKind: (kind: OutboxEntry["kind"], limit: number): Promise<OutboxEntry[]> =>
    db
      .select()
      .from(outbox)
      .where(and(isNull(outbox.doneAt), eq(outbox.kind, kind)))
      .limit(limit)
      .all(),
  /** Entries that are due and were left lying, oldest first. */
  openBefore: (beforeMs: number, nowMs: number, limit: number): Promise<OutboxEntry[]> =>
    db
      .select()
      .from(outbox)
      .where(and(isNull(outbox.doneAt), lt(outbox.createdAt, beforeMs), lte(outbox.dueAt, nowMs)))
      .orderBy(asc(outbox.createdAt))
      .limit(limit)
      .all(),
});

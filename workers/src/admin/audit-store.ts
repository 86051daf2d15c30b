import type { Stop } from "@llamasketch/contract";
import { audit, type AuditRow, type UserRow } from "@llamasketch/db";
import { and, desc, eq, gt, lt, sql, type SQL } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

/** What must be so before, for there to be something to tell. */
export type AuditFact =
  | { person: string; isBanned: boolean }
  | { person: string; hasRole: UserRow["role"] }
  | { operation: string; isSaid: false }
  | { stop: Stop; isStopped: boolean }
  | { outboxEntry: string; isParked: true };

function isSo(fact: AuditFact): SQL {
  if ("isBanned" in fact)
    return sql`EXISTS (SELECT 1 FROM users u WHERE u.id = ${fact.person} AND (u.banned_at IS NOT NULL) = ${Number(fact.isBanned)})`;
  if ("hasRole" in fact)
    return sql`EXISTS (SELECT 1 FROM users u WHERE u.id = ${fact.person} AND u.role = ${fact.hasRole})`;
  if ("operation" in fact)
    return sql`NOT EXISTS (SELECT 1 FROM ledger_operations o WHERE o.id = ${fact.operation})`;
  if ("outboxEntry" in fact)
    return sql`EXISTS (SELECT 1 FROM outbox o WHERE o.id = ${fact.outboxEntry} AND o.parked_at IS NOT NULL)`;
  return sql`EXISTS (SELECT 1 FROM stops s WHERE s.name = ${fact.stop}) = ${Number(fact.isStopped)}`;
}
/** After every id. */
const LAST = "\u{10ffff}";

/** Who of the staff did what, to whom and why. It goes into the batch that does it; said twice it stands once. */
export const createAuditStore = (db: DrizzleD1Database) => ({
  add: (row: AuditRow): Statement => db.insert(audit).values(row).onConflictDoNothing(),
  /** Goes before what it tells of, and only if that will change anything: said twice at once it happened once. */
  addIf: ({ id, actorId, action, subject, reason, detail, at }: AuditRow, fact: AuditFact): Statement =>
    db.insert(audit).select(
      db
        .select({
          id: sql<string>`${id}`.as("id"),
          actorId: sql<string>`${actorId}`.as("actor_id"),
          action: sql<AuditRow["action"]>`${action}`.as("action"),
          subject: sql<string>`${subject}`.as("subject"),
          reason: sql<string>`${reason}`.as("reason"),
          detail: sql<AuditRow["detail"]>`${JSON.stringify(detail)}`.as("detail"),
          at: sql<number>`${at}`.as("at"),
        })
        .from(sql`(SELECT 1)`)
        .where(isSo(fact)),
    ),

  list: (
    { subject, cursor }: { subject?: string | undefined; cursor?: string | undefined },
    limit: number,
  ): Promise<AuditRow[]> =>
    db
      .select()
      .from(audit)
      .where(and(subject ? eq(audit.subject, subject) : undefined, lt(audit.id, cursor ?? LAST)))
      .orderBy(desc(audit.id))
      .limit(limit)
      .all(),
  /** Whether this member of the staff said why they look at it, not longer ago than `sinceMs`. */
  hasLooked: async (actorId: string, subject: string, sinceMs: number): Promise<boolean> =>
    (await db
      .select({ id: audit.id })
      .from(audit)
      .where(
        and(
          eq(audit.subject, subject),
          eq(audit.actorId, actorId),
          eq(audit.action, "look_at_sketch"),
          gt(audit.at, sinceMs),
        ),
      )
      .get()) !== undefined,
});

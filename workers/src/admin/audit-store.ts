import { audit, type AuditRow } from "@llamasketch/db";
import { and, desc, eq, gt, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../spine/commit.ts";

/** After every id. */
const LAST = "\u{10ffff}";

/** Who of the staff did what, to whom and why. It goes into the batch that does it; said twice it stands once. */
export const createAuditStore = (db: DrizzleD1Database) => ({
  add: (row: AuditRow): Statement => db.insert(audit).values(row).onConflictDoNothing(),

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

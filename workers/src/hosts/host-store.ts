import { hosts, type HostRow } from "@llamasketch/db";
import { and, asc, eq, gt, isNull } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

/** GPU hosts that may dial in. */
export const createHostStore = (db: DrizzleD1Database) => ({
  add: (row: HostRow): Statement => db.insert(hosts).values(row),
  /** Once: the first time stays. */
  revoke: (id: string, nowMs: number): Statement =>
    db
      .update(hosts)
      .set({ revokedAt: nowMs })
      .where(and(eq(hosts.id, id), isNull(hosts.revokedAt))),
  byId: (id: string): Promise<HostRow | undefined> => db.select().from(hosts).where(eq(hosts.id, id)).get(),
  /** Whether its credential and its tickets still open something. */
  isWelcome: async (id: string): Promise<boolean> =>
    (await db.select({ revokedAt: hosts.revokedAt }).from(hosts).where(eq(hosts.id, id)).get())?.revokedAt ===
    null,
  /** The oldest first. */
  page: (afterId: string, limit: number): Promise<HostRow[]> =>
    db.select().from(hosts).where(gt(hosts.id, afterId)).orderBy(asc(hosts.id)).limit(limit).all(),
});

import { devices, logins, outbox, sketches, users, type UserRow } from "@llamasketch/db";
import { and, eq, exists, isNull, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../spine/commit.ts";

/** People: anonymous visitors and accounts. */
export const createAccountStore = (db: DrizzleD1Database) => ({
  addAnonymous: (id: string, nowMs: number): Statement =>
    db.insert(users).values({ id, kind: "anonymous", createdAt: nowMs }),
  rename: (id: string, name: string, nowMs: number): Statement =>
    db.update(users).set({ name, updatedAt: nowMs }).where(eq(users.id, id)),
  setRole: (id: string, role: UserRow["role"], nowMs: number): Statement =>
    db.update(users).set({ role, updatedAt: nowMs }).where(eq(users.id, id)),

  /**
   * A visitor becomes an account, once and for good, and what it made becomes the account's. Whoever drew as the visitor on
   * a live socket is asked to come back as who they are now.
   */
  link: (visitorId: string, accountId: string, nowMs: number): Statement[] => {
    const isLinked = exists(
      db
        .select({ one: sql`1` })
        .from(users)
        .where(and(eq(users.id, visitorId), eq(users.linkedTo, accountId))),
    );
    return [
      db
        .update(users)
        .set({ linkedTo: accountId, updatedAt: nowMs })
        .where(
          and(
            eq(users.id, visitorId),
            eq(users.kind, "anonymous"),
            isNull(users.linkedTo),
            isNull(users.bannedAt),
            isNull(users.deletedAt),
            sql`EXISTS (SELECT 1 FROM users a WHERE a.id = ${accountId} AND a.kind = 'account' AND a.deleted_at IS NULL)`,
          ),
        ),
      db.insert(outbox).select(
        db
          .select({
            id: sql<string>`'turn:' || ${nowMs} || ':' || ${sketches.id} || ':' || ${visitorId}`.as("id"),
            kind: sql<"turn_away">`'turn_away'`.as("kind"),
            subject: sql<string>`${sketches.id} || ':' || ${sketches.regionEpoch} || ' ' || ${visitorId}`.as(
              "subject",
            ),
            createdAt: sql<number>`${nowMs}`.as("created_at"),
            attempts: sql<number>`0`.as("attempts"),
            dueAt: sql<number>`0`.as("due_at"),
            doneAt: sql<null>`NULL`.as("done_at"),
          })
          .from(sketches)
          .where(and(eq(sketches.ownerId, visitorId), isNull(sketches.deletedAt), isLinked)),
      ),
      db
        .update(sketches)
        .set({ ownerId: accountId })
        .where(and(eq(sketches.ownerId, visitorId), isLinked)),
    ];
  },
  /** An address nobody had proved: what was set up under it goes, and it counts as proved from now on. */
  claim: (email: string, nowMs: number): Statement[] => {
    const unproved = db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.email, email), eq(users.emailVerified, false)));
    return [
      db.delete(logins).where(sql`${logins.userId} IN ${unproved}`),
      db.delete(devices).where(sql`${devices.userId} IN ${unproved}`),
      db
        .update(users)
        .set({ emailVerified: true, updatedAt: nowMs })
        .where(and(eq(users.email, email), eq(users.emailVerified, false))),
    ];
  },

  byId: (id: string): Promise<UserRow | undefined> => db.select().from(users).where(eq(users.id, id)).get(),
});

import {
  apiKeys,
  devices,
  firstAdmins,
  freeSessions,
  ledgerHolders,
  logins,
  outbox,
  proofs,
  retentionNotices,
  sketches,
  users,
  type UserRow,
} from "@llamasketch/db";
import { and, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { outboxEntry } from "../outbox/outbox-entry-store.ts";
import type { Statement } from "../commit.ts";

const NOBODY = { email: null, emailVerified: false, name: "", role: "user", plan: "free" } as const;

/** People: anonymous visitors and accounts. */
export const createAccountStore = (db: DrizzleD1Database) => ({
  addAnonymous: (id: string, nowMs: number): Statement =>
    db.insert(users).values({ id, kind: "anonymous", createdAt: nowMs }),
  rename: (id: string, name: string, nowMs: number): Statement =>
    db.update(users).set({ name, updatedAt: nowMs }).where(eq(users.id, id)),
  /** From the role that whoever decides has seen: two who decide at once do not undo each other unawares. */
  setRole: (
    id: string,
    { from, to }: { from: UserRow["role"]; to: UserRow["role"] },
    nowMs: number,
  ): Statement =>
    db
      .update(users)
      .set({ role: to, updatedAt: nowMs })
      .where(and(eq(users.id, id), eq(users.role, from))),
  /** Whoever proves the address of the configuration, once: what was decided of them since then stands. */
  makeFirstAdmin: (id: string, addressDigest: string, nowMs: number): Statement[] => [
    db
      .update(users)
      .set({ role: "admin", updatedAt: nowMs })
      .where(
        and(
          eq(users.id, id),
          sql`NOT EXISTS (SELECT 1 FROM first_admins f WHERE f.address_digest = ${addressDigest})`,
          sql`NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = ${id} AND a.action = 'set_role')`,
        ),
      ),
    db.insert(firstAdmins).values({ addressDigest, userId: id, at: nowMs }).onConflictDoNothing(),
  ],

  /** A visitor becomes an account, once and for good. What it made follows in the same batch: each feature says how. */
  link: (visitorId: string, accountId: string, nowMs: number): Statement =>
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

  /** Whoever is banned already was banned then. */
  setBanned: (id: string, isBanned: boolean, nowMs: number): Statement =>
    db
      .update(users)
      .set({ bannedAt: isBanned ? nowMs : null, updatedAt: nowMs })
      .where(and(eq(users.id, id), isBanned ? isNull(users.bannedAt) : isNotNull(users.bannedAt))),
  /** Whoever draws for this person now is asked to come back, if it may: of sketches that were drawn on since `sinceMs`. */
  turnAwayDrawers: (userId: string, sinceMs: number, nowMs: number): Statement =>
    db
      .insert(outbox)
      .select(
        db
          .select(
            outboxEntry(
              "turn_away",
              sql`'turn:' || ${nowMs} || ':' || ${sketches.id} || ':' || ${userId}`,
              sql`${sketches.id} || ':' || ${sketches.regionEpoch} || ' ' || ${userId}`,
              nowMs,
            ),
          )
          .from(sketches)
          .where(
            and(eq(sketches.ownerId, userId), isNull(sketches.deletedAt), gt(sketches.updatedAt, sinceMs)),
          ),
      )
      // Said twice in one millisecond.
      .onConflictDoNothing(),
  /**
   * Nobody can be told from the row any more, nor found by it: it stays as a name for what may not be forgotten. Postings
   * stay too, without whose they were.
   */
  forget: (id: string, email: string | null, nowMs: number): Statement[] => {
    const own = or(eq(users.id, id), eq(users.linkedTo, id));
    const ids = db.select({ id: users.id }).from(users).where(own);
    // As its index says it.
    const whose = sql`CASE WHEN json_valid(value) THEN value ->> '$.email' ELSE value END`;
    return [
      db.delete(logins).where(eq(logins.userId, id)),
      db.delete(apiKeys).where(eq(apiKeys.userId, id)),
      db.delete(retentionNotices).where(eq(retentionNotices.userId, id)),
      db.delete(ledgerHolders).where(sql`${ledgerHolders.userId} IN ${ids}`),
      db.delete(freeSessions).where(sql`${freeSessions.userId} IN ${ids}`),
      db.delete(proofs).where(sql`${whose} IN (${id}, ${email})`),
      db
        .update(users)
        .set({ ...NOBODY, deletedAt: nowMs, updatedAt: nowMs })
        .where(own),
    ];
  },

  /** Those that have expired, at most so many. */
  dropProofs: (nowMs: number, limit: number): Statement =>
    db
      .delete(proofs)
      .where(sql`${proofs.id} IN (SELECT id FROM proofs WHERE expires_at < ${nowMs} LIMIT ${limit})`),

  /** How somebody can sign in, beside a mailed link: `credential` is a password. */
  waysOf: async (userId: string): Promise<string[]> =>
    (await db.select({ way: logins.providerId }).from(logins).where(eq(logins.userId, userId)).all()).map(
      ({ way }) => way,
    ),
  byId: (id: string): Promise<UserRow | undefined> => db.select().from(users).where(eq(users.id, id)).get(),
});

import { apiKeys, users, type ApiKeyRow, type UserRow } from "@llamasketch/db";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

/** Keys that programs ask with, for their person. */
export const createKeyStore = (db: DrizzleD1Database) => ({
  /** Unless there are `most` already: then nothing changes, however many are made at once. */
  add: (
    { id, userId, name, prefix, digest, scopes, createdAt }: Omit<ApiKeyRow, "usedAt">,
    most: number,
  ): Statement =>
    db.insert(apiKeys).select(
      db
        .select({
          id: sql<string>`${id}`.as("id"),
          userId: sql<string>`${userId}`.as("user_id"),
          name: sql<string>`${name}`.as("name"),
          prefix: sql<string>`${prefix}`.as("prefix"),
          digest: sql<string>`${digest}`.as("digest"),
          scopes: sql<string[]>`${JSON.stringify(scopes)}`.as("scopes"),
          createdAt: sql<number>`${createdAt}`.as("created_at"),
          usedAt: sql<null>`NULL`.as("used_at"),
        })
        .from(sql`(SELECT 1)`)
        .where(sql`(SELECT count(*) FROM api_keys k WHERE k.user_id = ${userId}) < ${most}`),
    ),
  used: (id: string, nowMs: number): Statement =>
    db.update(apiKeys).set({ usedAt: nowMs }).where(eq(apiKeys.id, id)),
  revoke: (id: string, userId: string): Statement =>
    db.delete(apiKeys).where(and(eq(apiKeys.id, id), eq(apiKeys.userId, userId))),
  revokeAll: (userId: string): Statement => db.delete(apiKeys).where(eq(apiKeys.userId, userId)),

  byId: (id: string): Promise<{ key: ApiKeyRow; user: UserRow } | undefined> =>
    db
      .select({ key: apiKeys, user: users })
      .from(apiKeys)
      .innerJoin(users, eq(apiKeys.userId, users.id))
      .where(and(eq(apiKeys.id, id), isNull(users.deletedAt)))
      .get(),
  ofUser: (userId: string): Promise<ApiKeyRow[]> =>
    db.select().from(apiKeys).where(eq(apiKeys.userId, userId)).orderBy(desc(apiKeys.id)).all(),
});

import { apiKeys, users, type ApiKeyRow, type UserRow } from "@llamasketch/db";
import { and, count, desc, eq, isNull } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../spine/commit.ts";

/** Keys that programs ask with, for their person. */
export const createKeyStore = (db: DrizzleD1Database) => ({
  add: (row: ApiKeyRow): Statement => db.insert(apiKeys).values(row),
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
  countOf: async (userId: string): Promise<number> =>
    (await db.select({ n: count() }).from(apiKeys).where(eq(apiKeys.userId, userId)).get())?.n ?? 0,
});

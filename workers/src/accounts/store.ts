import { users } from "@llamasketch/db";
import { eq } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../spine/commit.ts";

export const createAccountStore = (db: DrizzleD1Database) => ({
  addAnonymous: (id: string, nowMs: number): Statement =>
    db.insert(users).values({ id, kind: "anonymous", createdAt: nowMs }),
  byId: (id: string) => db.select().from(users).where(eq(users.id, id)).get(),
});

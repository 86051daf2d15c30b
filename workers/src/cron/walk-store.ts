import { walks } from "@llamasketch/db";
import { eq } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

/** How far what walks through all there is, a part at a time, has come. */
export const createWalkStore = (db: DrizzleD1Database) => ({
  at: (name: string) => db.select().from(walks).where(eq(walks.name, name)).get(),
  walked: (name: string, cursor: string, nowMs: number): Statement =>
    db
      .insert(walks)
      .values({ name, cursor, at: nowMs })
      .onConflictDoUpdate({ target: walks.name, set: { cursor, at: nowMs } }),
});

import { stops } from "@llamasketch/db";
import type { Stop } from "@llamasketch/contract";
import { eq } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

/** What is stopped at the moment. */
export const createStopStore = (db: DrizzleD1Database) => ({
  stop: (name: Stop, nowMs: number): Statement =>
    db.insert(stops).values({ name, since: nowMs }).onConflictDoNothing(),
  resume: (name: Stop): Statement => db.delete(stops).where(eq(stops.name, name)),
  all: () => db.select().from(stops).all(),
});

import { sketchCopies, type SketchCopyRow } from "@llamasketch/db";
import { eq, inArray } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../../commit.ts";

/** Which sketches are still being copied from another, and what of it. */
export const createCopyStore = (db: DrizzleD1Database) => ({
  begin: (row: SketchCopyRow): Statement => db.insert(sketchCopies).values(row),
  end: (sketchId: string): Statement => db.delete(sketchCopies).where(eq(sketchCopies.sketchId, sketchId)),

  byId: (sketchId: string) => db.select().from(sketchCopies).where(eq(sketchCopies.sketchId, sketchId)).get(),
  among: async (sketchIds: string[]): Promise<Set<string>> => {
    if (sketchIds.length === 0) return new Set();
    const rows = await db
      .select({ sketchId: sketchCopies.sketchId })
      .from(sketchCopies)
      .where(inArray(sketchCopies.sketchId, sketchIds))
      .all();
    return new Set(rows.map(({ sketchId }) => sketchId));
  },
});

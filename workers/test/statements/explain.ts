import { holesIn, plannedOf, type PlanLine } from "@llamasketch/testing/plans";

/** How it would be found, whatever is asked for: no value is known, as none is to an index that holds some rows only. */
export async function explain(db: D1Database, sql: string): Promise<PlanLine[]> {
  const planned = plannedOf(sql);
  if (planned === null) return [];
  const holes = Array.from({ length: holesIn(planned) }, () => null);
  try {
    const { results } = await db
      .prepare(`EXPLAIN QUERY PLAN ${planned}`)
      .bind(...holes)
      .all<PlanLine>();
    return results;
  } catch (cause) {
    throw new Error(`not a statement: ${planned}`, { cause });
  }
}

/** The database that tests of migrations and of the ledger empty and fill as they like. */

export async function tablesOf(db: D1Database, type: "table" | "view" = "table"): Promise<string[]> {
  const { results } = await db
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'd1%'",
    )
    .bind(type)
    .all<{ name: string }>();
  return results.map(({ name }) => name).toSorted();
}

/** Drops every table, children before parents, and forgets that any migration was applied. */
export async function emptied(db: D1Database): Promise<void> {
  for (const view of await tablesOf(db, "view")) await db.exec(`DROP VIEW ${view}`);
  const left = new Set([...(await tablesOf(db)), "d1_migrations"]);
  while (left.size > 0) {
    const before = left.size;
    for (const table of left) {
      const dropped = await db.exec(`DROP TABLE IF EXISTS ${table}`).then(
        () => true,
        () => false,
      );
      if (dropped) left.delete(table);
    }
    if (left.size === before) throw new Error(`these tables cannot be dropped: ${[...left].join(", ")}`);
  }
}

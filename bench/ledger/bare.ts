/** What a hold is measured against: the same rows with the same indexes, written by plain statements without any rule. */

const TABLES = [
  "CREATE TABLE bare_operations (id TEXT PRIMARY KEY, kind TEXT, holder_id TEXT, asset TEXT, amount INTEGER, reference TEXT, at INTEGER, expires_at INTEGER) WITHOUT ROWID",
  "CREATE INDEX bare_operations_holds ON bare_operations (expires_at)",
  "CREATE TABLE bare_transfers (operation_id TEXT, part INTEGER, kind TEXT, debit TEXT, credit TEXT, amount INTEGER, freed INTEGER, PRIMARY KEY (operation_id, part)) WITHOUT ROWID",
  "CREATE TABLE bare_accounts (id TEXT PRIMARY KEY, posted INTEGER, held INTEGER) WITHOUT ROWID",
  "INSERT INTO bare_accounts VALUES ('bare', 1000000, 0)",
];

export async function createBare(db: D1Database): Promise<void> {
  await db.batch(TABLES.map((sql) => db.prepare(sql)));
}

export const bareBatch = (db: D1Database, at: number): D1PreparedStatement[] => [
  db
    .prepare("INSERT INTO bare_operations VALUES (?, 'hold', 'bare', 'credit', 1, NULL, ?, ?)")
    .bind(`hold:bare-${at}`, at, at + 60_000),
  db
    .prepare("INSERT INTO bare_transfers VALUES (?, 1, 'hold', 'bare', 'sys/credit/revenue', 1, 0)")
    .bind(`hold:bare-${at}`),
  db.prepare("UPDATE bare_accounts SET held = held + 1 WHERE id = 'bare'"),
];

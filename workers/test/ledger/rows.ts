/** Rows for tables that take no others: the rules of the ledger refuse what was made up. */
import { amount, decide, turnBlock, type SqlStatement } from "@llamasketch/ledger";

type Write = (db: D1Database, n: number) => Promise<void>;

const run = async (db: D1Database, ...statements: SqlStatement[]): Promise<void> => {
  await db.batch(statements.map(({ sql, params }) => db.prepare(sql).bind(...params)));
};
/** Only the archiving of a copy writes these, with the rule down. */
const opening: Write = async (db, n) => {
  const name = "ledger_openings_no_insert";
  const rule = await db
    .prepare("SELECT sql FROM sqlite_master WHERE name = ?")
    .bind(name)
    .first<{ sql: string }>();
  await db.batch([
    db.prepare(`DROP TRIGGER ${name}`),
    db.prepare("INSERT INTO ledger_openings VALUES ('sys/credit/issued', ?, 0, 0)").bind(n),
    db.prepare(rule?.sql ?? ""),
  ]);
};
/** Comes with the operations. */
const already: Write = () => Promise.resolve();

export const LEDGER_ROWS: Record<string, Write> = {
  ledger_accounts: already,
  quotes: (db, n) =>
    run(db, {
      sql: "INSERT INTO quotes (id, asset, amount, request, lines, band, created_at, expires_at) VALUES (?, 'credit', 1, '{}', '[]', 'quiet', 1, 2)",
      params: [`quote-${n}`],
    }),
  ledger_operations: (db, n) =>
    run(
      db,
      ...decide({
        kind: "purchase",
        id: `purchase-${n}`,
        holderId: `holder-${n}`,
        amount: amount("credit", 50),
        bucketExpiresAtMs: null,
        reference: null,
        atMs: n,
      }),
    ),
  ledger_transfers: already,
  operator_alarms: (db, n) =>
    run(db, {
      sql: "INSERT INTO operator_alarms (id, kind, subject, detail, raised_at) VALUES (?, 'kind', 'subject', '{}', 1)",
      params: [`alarm-${n}`],
    }),
  ledger_openings: opening,
  live_blocks: (db, n) =>
    run(
      db,
      turnBlock({
        holderId: `holder-${n}`,
        sessionId: `session-${n}`,
        seq: 1,
        sketchId: `sketch-${n}`,
        writer: "life",
        pictures: [],
        begin: true,
        atMs: n,
      }),
    ),
};

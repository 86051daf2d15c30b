/** Rows for tables that take no others: the rules of the ledger refuse what was made up. */
import { amount, decide, turnBlock, type SqlStatement } from "@llamasketch/ledger";

type Write = (db: D1Database, n: number) => Promise<void>;

const run = async (db: D1Database, ...statements: SqlStatement[]): Promise<void> => {
  await db.batch(statements.map(({ sql, params }) => db.prepare(sql).bind(...params)));
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

/** The tables of the ledger. Rows are written by statements of `packages/ledger`, in its own words; drizzle reads. */
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

const asset = () => text("asset", { enum: ["credit", "token", "msat", "cent"] }).notNull();

export const ledgerHolders = sqliteTable("ledger_holders", {
  userId: text("user_id").primaryKey(),
  holderId: text("holder_id").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const ledgerAccounts = sqliteTable("ledger_accounts", {
  id: text("id").primaryKey(),
  holderId: text("holder_id").notNull(),
  asset: asset(),
  bucket: text("bucket", {
    enum: ["granted", "purchased", "debt", "issued", "adjusted", "revenue", "expired"],
  }).notNull(),
  expiresAt: integer("expires_at"),
  overdraft: integer("overdraft").notNull(),
  posted: integer("posted").notNull(),
  held: integer("held").notNull(),
});

export const quotes = sqliteTable("quotes", {
  id: text("id").primaryKey(),
  asset: asset(),
  amount: integer("amount").notNull(),
  request: text("request").notNull(),
  lines: text("lines").notNull(),
  band: text("band").notNull(),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
  holdId: text("hold_id"),
});

export const ledgerOperations = sqliteTable("ledger_operations", {
  id: text("id").primaryKey(),
  kind: text("kind", {
    enum: [
      "grant",
      "purchase",
      "share",
      "adjust_in",
      "adjust_out",
      "clawback",
      "expire",
      "hold",
      "capture",
      "release",
    ],
  }).notNull(),
  holderId: text("holder_id").notNull(),
  asset: asset(),
  amount: integer("amount").notNull(),
  holdId: text("hold_id"),
  fromHolderId: text("from_holder_id"),
  accountId: text("account_id"),
  bucketExpiresAt: integer("bucket_expires_at"),
  quoteId: text("quote_id"),
  reference: text("reference"),
  at: integer("at").notNull(),
  expiresAt: integer("expires_at"),
});

export const ledgerTransfers = sqliteTable(
  "ledger_transfers",
  {
    operationId: text("operation_id").notNull(),
    part: integer("part").notNull(),
    kind: text("kind", { enum: ["post", "hold", "capture", "release"] }).notNull(),
    debit: text("debit").notNull(),
    credit: text("credit").notNull(),
    amount: integer("amount").notNull(),
    freed: integer("freed").notNull(),
  },
  (table) => [primaryKey({ columns: [table.operationId, table.part] })],
);

export const liveBlocks = sqliteTable(
  "live_blocks",
  {
    holderId: text("holder_id").notNull(),
    sessionId: text("session_id").notNull(),
    seq: integer("seq").notNull(),
    sketchId: text("sketch_id").notNull(),
    writer: text("writer").notNull(),
    pictures: text("pictures").notNull(),
    endedAccountId: text("ended_account_id"),
    freed: integer("freed").notNull(),
    captured: integer("captured").notNull(),
    writtenOff: integer("written_off").notNull(),
    lastWindow: integer("last_window").notNull(),
    accountId: text("account_id"),
    held: integer("held").notNull(),
    at: integer("at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.holderId, table.sessionId, table.seq] })],
);

export type LiveBlockRow = typeof liveBlocks.$inferSelect;

export const freeSalts = sqliteTable("free_salts", {
  day: text("day").primaryKey(),
  salt: text("salt").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const freeSessions = sqliteTable(
  "free_sessions",
  {
    userId: text("user_id").notNull(),
    holderId: text("holder_id").notNull(),
    sessionId: text("session_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.holderId, table.sessionId] })],
);

export const ledgerChecks = sqliteTable("ledger_checks", {
  day: text("day").primaryKey(),
  at: integer("at").notNull(),
  divergences: integer("divergences").notNull(),
});

export const operatorAlarms = sqliteTable("operator_alarms", {
  id: text("id").primaryKey(),
  kind: text("kind").notNull(),
  subject: text("subject").notNull(),
  detail: text("detail").notNull(),
  raisedAt: integer("raised_at").notNull(),
});

export const ledgerOpenings = sqliteTable(
  "ledger_openings",
  {
    accountId: text("account_id").notNull(),
    until: integer("until").notNull(),
    posted: integer("posted").notNull(),
    held: integer("held").notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.until] })],
);

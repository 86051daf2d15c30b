/** The tables of `migrations/`, for drizzle. Times are Unix ms. */
import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

export * from "./accounts.ts";
export * from "./jobs.ts";
export * from "./ledger.ts";
export * from "./views.ts";

export const sketches = sqliteTable("sketches", {
  id: text("id").primaryKey(),
  ownerId: text("owner_id").notNull(),
  title: text("title").notNull(),
  widthPx: integer("width_px").notNull(),
  heightPx: integer("height_px").notNull(),
  prompt: text("prompt").notNull(),
  strength: real("strength").notNull(),
  seed: integer("seed").notNull(),
  region: text("region").notNull(),
  regionEpoch: integer("region_epoch").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  deletedAt: integer("deleted_at"),
  titleWords: text("title_words").notNull(),
  promptWords: text("prompt_words").notNull(),
  coverHash: text("cover_hash"),
  coverBlur: text("cover_blur"),
  coverBytes: integer("cover_bytes").notNull().default(0),
  parentSketchId: text("parent_sketch_id"),
  parentPictureId: text("parent_picture_id"),
  parentEpoch: integer("parent_epoch"),
  parentVersion: integer("parent_version"),
  /** Number of the last object of its live pictures that its sheets know of. */
  picturesThrough: integer("pictures_through").notNull().default(0),
  /** When its session last wrote down what it held. */
  writtenAt: integer("written_at").notNull().default(0),
  /** Until then its session may hold what is not written down yet; 0: it holds nothing. */
  holdsUntil: integer("holds_until").notNull().default(0),
});

export const sketchCopies = sqliteTable("sketch_copies", {
  sketchId: text("sketch_id").primaryKey(),
  sourceId: text("source_id").notNull(),
  chunks: integer("chunks").notNull(),
  epoch: integer("epoch").notNull(),
  pictureId: text("picture_id"),
  /** Reserved for it. */
  bytes: integer("bytes").notNull().default(0),
  createdAt: integer("created_at").notNull(),
});

/** Pieces of stroke logs, a sheet of them a row. */
export const strokeSheets = sqliteTable(
  "stroke_sheets",
  {
    sketchId: text("sketch_id").notNull(),
    fromIndex: integer("from_index").notNull(),
    epoch: integer("epoch").notNull(),
    baseId: integer("base_id").notNull(),
    createdAt: integer("created_at").notNull(),
    /** JSON: of each piece `[version, bytes, chunk id or ids, object]`, ids told from `baseId`. */
    pieces: text("pieces").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sketchId, table.fromIndex] })],
);

/** Pictures kept, a sheet of them a row. Written through the view of them alone. */
export const pictureSheets = sqliteTable(
  "picture_sheets",
  {
    sketchId: text("sketch_id").notNull(),
    epoch: integer("epoch").notNull(),
    fromVersion: integer("from_version").notNull(),
    baseSeq: integer("base_seq").notNull(),
    baseMs: integer("base_ms").notNull(),
    looks: text("looks").notNull(),
    pictures: text("pictures").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sketchId, table.epoch, table.fromVersion] })],
);

export const storageUse = sqliteTable("storage_use", {
  userId: text("user_id").primaryKey(),
  bytes: integer("bytes").notNull(),
  reserved: integer("reserved").notNull(),
  /** Never 1: what would make it so is refused with its batch. */
  isOver: integer("is_over").notNull(),
});

/** How far ahead of the clock somebody is with what they brought, ms since 1970. */
export const intake = sqliteTable("intake", {
  userId: text("user_id").primaryKey(),
  busyUntil: integer("busy_until").notNull(),
});

export const outbox = sqliteTable("outbox", {
  id: text("id").primaryKey(),
  kind: text("kind", {
    enum: [
      "purge_sketch",
      "leave_sketch",
      "copy_sketch",
      "purge_object",
      "turn_away",
      "move_balance",
      "purge_user",
      "apply_stops",
      "dispatch_job",
      "purge_job_runs",
      "deliver_webhook",
      "mail_end",
      "mail_retention",
      "purge_upload",
      "revoke_host",
      "end_jobs",
    ],
  }).notNull(),
  subject: text("subject").notNull(),
  createdAt: integer("created_at").notNull(),
  attempts: integer("attempts").notNull(),
  /** Not carried out before. */
  dueAt: integer("due_at").notNull(),
  doneAt: integer("done_at"),
  /** Tries in a row that came to nothing, one that goes on among them. */
  failures: integer("failures").notNull(),
  /** Failed too often: set aside until somebody of the staff retries it. */
  parkedAt: integer("parked_at"),
});

/** GPU hosts that may dial in. */
export const hosts = sqliteTable("hosts", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: integer("created_at").notNull(),
  revokedAt: integer("revoked_at"),
});

export type HostRow = typeof hosts.$inferSelect;
export type SketchRow = typeof sketches.$inferSelect;
export type SketchCopyRow = typeof sketchCopies.$inferSelect;

/** Receiving hosts and people that nothing is sent to for a while. */
export const outsideRests = sqliteTable("outside_rests", {
  key: text("key").primaryKey(),
  misses: integer("misses").notNull(),
  until: integer("until").notNull(),
});

/** Counts that rules of the schema keep. */
export const figures = sqliteTable("figures", {
  name: text("name").primaryKey(),
  n: integer("n").notNull(),
});

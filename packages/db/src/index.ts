/** The tables of `migrations/`, for drizzle. Times are Unix ms. */
import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

export * from "./accounts.ts";
export * from "./jobs.ts";
export * from "./ledger.ts";

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

export const strokeChunks = sqliteTable(
  "stroke_chunks",
  {
    sketchId: text("sketch_id").notNull(),
    chunkIndex: integer("chunk_index").notNull(),
    /** JSON: the clients' own ids, in order. */
    chunkIds: text("chunk_ids").notNull(),
    epoch: integer("epoch").notNull(),
    version: integer("version").notNull(),
    bytes: integer("bytes").notNull(),
    objectKey: text("object_key").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sketchId, table.chunkIndex] })],
);

export const pictures = sqliteTable(
  "pictures",
  {
    sketchId: text("sketch_id").notNull(),
    epoch: integer("epoch").notNull(),
    version: integer("version").notNull(),
    kind: text("kind", { enum: ["live", "final", "variation"] }).notNull(),
    variation: integer("variation").notNull(),
    seq: integer("seq").notNull(),
    quality: text("quality", { enum: ["draft", "full", "final"] }).notNull(),
    widthPx: integer("width_px").notNull(),
    heightPx: integer("height_px").notNull(),
    format: text("format", { enum: ["jpeg", "png", "webp"] }).notNull(),
    bytes: integer("bytes").notNull(),
    prompt: text("prompt").notNull(),
    strength: real("strength").notNull(),
    seed: integer("seed").notNull(),
    objectKey: text("object_key").notNull(),
    pinnedAt: integer("pinned_at"),
    windowMs: integer("window_ms"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sketchId, table.epoch, table.version, table.kind, table.variation] }),
  ],
);

export const storageUse = sqliteTable("storage_use", {
  userId: text("user_id").primaryKey(),
  bytes: integer("bytes").notNull(),
  reserved: integer("reserved").notNull(),
  /** Never 1: what would make it so is refused with its batch. */
  isOver: integer("is_over").notNull(),
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
/** As it is read: with the id that its place gives it. */
export type PictureRow = typeof pictures.$inferSelect & { id: string };
export type StrokeChunkRow = typeof strokeChunks.$inferSelect;
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

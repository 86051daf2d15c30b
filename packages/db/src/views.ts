/** Views that are written to as if they were tables: what the schema's triggers make of it stands in sheets. */
import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Takes no `ON CONFLICT`: a later picture of a place takes the one's that stands there, an earlier one changes nothing. */
export const pictures = sqliteTable("pictures", {
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
});

/** Read only: pieces are appended to their sheets. */
export const strokeChunks = sqliteTable("stroke_chunks", {
  sketchId: text("sketch_id").notNull(),
  chunkIndex: integer("chunk_index").notNull(),
  /** JSON: the clients' own ids, in order. */
  chunkIds: text("chunk_ids").notNull(),
  epoch: integer("epoch").notNull(),
  version: integer("version").notNull(),
  bytes: integer("bytes").notNull(),
  objectKey: text("object_key").notNull(),
  createdAt: integer("created_at").notNull(),
});

/** As it is read: with the id that its place gives it. */
export type PictureRow = typeof pictures.$inferSelect & { id: string };
export type StrokeChunkRow = typeof strokeChunks.$inferSelect;

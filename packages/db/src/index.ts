/** The tables of `migrations/`, for drizzle. Times are Unix ms. */
import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

export * from "./ledger.ts";

export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  kind: text("kind", { enum: ["anonymous"] }).notNull(),
  createdAt: integer("created_at").notNull(),
});

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
});

export const strokeChunks = sqliteTable(
  "stroke_chunks",
  {
    sketchId: text("sketch_id").notNull(),
    chunkIndex: integer("chunk_index").notNull(),
    chunkId: integer("chunk_id").notNull(),
    epoch: integer("epoch").notNull(),
    version: integer("version").notNull(),
    bytes: integer("bytes").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sketchId, table.chunkIndex] })],
);

export const pictures = sqliteTable("pictures", {
  id: text("id").primaryKey(),
  sketchId: text("sketch_id").notNull(),
  epoch: integer("epoch").notNull(),
  version: integer("version").notNull(),
  seq: integer("seq").notNull(),
  widthPx: integer("width_px").notNull(),
  heightPx: integer("height_px").notNull(),
  format: text("format", { enum: ["jpeg", "png", "webp"] }).notNull(),
  bytes: integer("bytes").notNull(),
  prompt: text("prompt").notNull(),
  strength: real("strength").notNull(),
  seed: integer("seed").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const outbox = sqliteTable("outbox", {
  id: text("id").primaryKey(),
  kind: text("kind", { enum: ["purge_sketch"] }).notNull(),
  subject: text("subject").notNull(),
  createdAt: integer("created_at").notNull(),
  attempts: integer("attempts").notNull(),
  doneAt: integer("done_at"),
});

export type SketchRow = typeof sketches.$inferSelect;
export type PictureRow = typeof pictures.$inferSelect;

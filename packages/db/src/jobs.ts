/** Queued work. What an update may change is held by the schema's rules. */
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

const json = <T>(name: string) => text(name, { mode: "json" }).$type<T>().notNull();

export const jobs = sqliteTable("jobs", {
  id: text("id").primaryKey(),
  ownerId: text("owner_id").notNull(),
  kind: text("kind").notNull(),
  region: text("region").notNull(),
  state: text("state", { enum: ["queued", "running", "succeeded", "failed", "cancelled"] }).notNull(),
  attempt: integer("attempt").notNull().default(0),
  holder: text("holder"),
  tries: integer("tries").notNull().default(0),
  failedHosts: text("failed_hosts", { mode: "json" }).$type<string[]>().notNull().default([]),
  refusals: integer("refusals").notNull().default(0),
  notBefore: integer("not_before").notNull().default(0),
  deadline: integer("deadline").notNull(),
  reason: text("reason", { enum: ["poison", "tries", "refused", "expired"] }),
  class: text("class", { enum: ["interactive", "batch"] }).notNull(),
  priority: integer("priority").notNull(),
  concurrency: integer("concurrency").notNull(),
  workflow: text("workflow").notNull(),
  expectMs: integer("expect_ms").notNull(),
  inputs: json<unknown>("inputs"),
  request: json<unknown>("request"),
  outputs: integer("outputs").notNull(),
  payerId: text("payer_id").notNull(),
  units: integer("units").notNull(),
  idempotencyKey: text("idempotency_key"),
  createdAt: integer("created_at").notNull(),
  beganAt: integer("began_at"),
  endedAt: integer("ended_at"),
  webhookUrl: text("webhook_url"),
  /** Its owner is written to when it has ended. */
  mails: integer("mails", { mode: "boolean" }).notNull().default(false),
  mailClaimedAt: integer("mail_claimed_at"),
  mailedAt: integer("mailed_at"),
  /** What stands visibly in a second copy of what it makes. */
  mark: text("mark"),
  /** Its words as they are looked for. */
  words: text("words").notNull().default(""),
  /** What its results may take of its owner's storage, until it has ended. */
  reservedBytes: integer("reserved_bytes").notNull().default(0),
});
export type JobRow = typeof jobs.$inferSelect;

export const jobRuns = sqliteTable(
  "job_runs",
  {
    jobId: text("job_id").notNull(),
    attempt: integer("attempt").notNull(),
    holder: text("holder").notNull(),
    outcome: text("outcome").notNull(),
    produceMs: integer("produce_ms"),
    endedAt: integer("ended_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.attempt] })],
);

export const jobResults = sqliteTable(
  "job_results",
  {
    jobId: text("job_id").notNull(),
    position: integer("position").notNull(),
    attempt: integer("attempt").notNull(),
    objectKey: text("object_key").notNull(),
    etag: text("etag").notNull(),
    bytes: integer("bytes").notNull(),
    format: text("format", { enum: ["jpeg", "png", "webp"] }).notNull(),
    widthPx: integer("width_px").notNull(),
    heightPx: integer("height_px").notNull(),
    /** The copy with the mark, in the same format and size. */
    markedKey: text("marked_key"),
    markedBytes: integer("marked_bytes"),
    thumbnailKey: text("thumbnail_key"),
    thumbnailBytes: integer("thumbnail_bytes"),
    blurHash: text("blur_hash"),
    /** Of a clip. */
    durationMs: integer("duration_ms"),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.position] })],
);
export type JobResultRow = typeof jobResults.$inferSelect;

export const uploads = sqliteTable("uploads", {
  id: text("id").primaryKey(),
  ownerId: text("owner_id").notNull(),
  format: text("format", { enum: ["jpeg", "png", "webp"] }).notNull(),
  widthPx: integer("width_px").notNull(),
  heightPx: integer("height_px").notNull(),
  bytes: integer("bytes").notNull(),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
});
export type UploadRow = typeof uploads.$inferSelect;

export const webhookSecrets = sqliteTable("webhook_secrets", {
  userId: text("user_id").primaryKey(),
  secret: text("secret").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const webhookDeliveries = sqliteTable("webhook_deliveries", {
  jobId: text("job_id").primaryKey(),
  ownerId: text("owner_id").notNull(),
  state: text("state", { enum: ["pending", "delivered", "failed"] }).notNull(),
  attempts: integer("attempts").notNull(),
  lastStatus: integer("last_status"),
  createdAt: integer("created_at").notNull(),
  endedAt: integer("ended_at"),
  nextAt: integer("next_at"),
});
/** Addresses that want no more. */
export const webhookStops = sqliteTable(
  "webhook_stops",
  {
    ownerId: text("owner_id").notNull(),
    url: text("url").notNull(),
    stoppedAt: integer("stopped_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.url] })],
);

export type WebhookDeliveryRow = typeof webhookDeliveries.$inferSelect;

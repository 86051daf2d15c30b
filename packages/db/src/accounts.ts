/** Who somebody is, how they sign in, and where they are signed in. */
import { AUDITED, STOPS, SWEEP_RESULTS } from "@llamasketch/contract";
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  kind: text("kind", { enum: ["anonymous", "account"] }).notNull(),
  createdAt: integer("created_at").notNull(),
  email: text("email"),
  emailVerified: integer("email_verified", { mode: "boolean" }).notNull().default(false),
  name: text("name").notNull().default(""),
  role: text("role", { enum: ["user", "moderator", "admin"] })
    .notNull()
    .default("user"),
  plan: text("plan").notNull().default("free"),
  updatedAt: integer("updated_at").notNull().default(0),
  linkedTo: text("linked_to"),
  bannedAt: integer("banned_at"),
  deletedAt: integer("deleted_at"),
});

export const devices = sqliteTable("devices", {
  id: text("id").primaryKey(),
  userId: text("user_id").notNull(),
  token: text("token").notNull(),
  name: text("name").notNull(),
  createdAt: integer("created_at").notNull(),
  seenAt: integer("seen_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
});

export const deviceDoors = sqliteTable(
  "device_doors",
  {
    deviceId: text("device_id").notNull(),
    address: text("address").notNull(),
    openedAt: integer("opened_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.deviceId, table.address] })],
);

export const logins = sqliteTable("logins", {
  id: text("id").primaryKey(),
  userId: text("user_id").notNull(),
  providerId: text("provider_id").notNull(),
  providerUserId: text("provider_user_id").notNull(),
  password: text("password"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

export const proofs = sqliteTable("proofs", {
  id: text("id").primaryKey(),
  identifier: text("identifier").notNull(),
  value: text("value").notNull(),
  expiresAt: integer("expires_at").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

export const apiKeys = sqliteTable("api_keys", {
  id: text("id").primaryKey(),
  userId: text("user_id").notNull(),
  name: text("name").notNull(),
  prefix: text("prefix").notNull(),
  digest: text("digest").notNull(),
  scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
  createdAt: integer("created_at").notNull(),
  usedAt: integer("used_at"),
});

export type UserRow = typeof users.$inferSelect;
export type DeviceRow = typeof devices.$inferSelect;
export type ApiKeyRow = typeof apiKeys.$inferSelect;

export const signInTries = sqliteTable("sign_in_tries", {
  key: text("key").primaryKey(),
  tries: integer("tries").notNull(),
  until: integer("until").notNull(),
});

export const audit = sqliteTable("audit", {
  id: text("id").primaryKey(),
  actorId: text("actor_id").notNull(),
  action: text("action", { enum: AUDITED }).notNull(),
  subject: text("subject").notNull(),
  reason: text("reason").notNull(),
  detail: text("detail", { mode: "json" })
    .$type<Record<string, string | number | boolean | null>>()
    .notNull(),
  at: integer("at").notNull(),
});

/** Addresses of the configuration that made somebody an admin. */
export const firstAdmins = sqliteTable("first_admins", {
  addressDigest: text("address_digest").primaryKey(),
  userId: text("user_id").notNull(),
  at: integer("at").notNull(),
});

export const stops = sqliteTable("stops", {
  name: text("name", { enum: STOPS }).primaryKey(),
  since: integer("since").notNull(),
});

export const retentionNotices = sqliteTable("retention_notices", {
  userId: text("user_id").primaryKey(),
  toldAt: integer("told_at").notNull(),
  dueAt: integer("due_at").notNull(),
});

export const walks = sqliteTable("walks", {
  name: text("name").primaryKey(),
  cursor: text("cursor").notNull(),
  at: integer("at").notNull(),
});

/** How each sweep of the cron went the last time. */
export const sweepRuns = sqliteTable("sweep_runs", {
  name: text("name").primaryKey(),
  beganAt: integer("began_at").notNull(),
  tookMs: integer("took_ms").notNull(),
  result: text("result", { enum: SWEEP_RESULTS }).notNull(),
  /** The last error's name, also when it has gone well since. */
  lastError: text("last_error"),
});

export type AuditRow = typeof audit.$inferSelect;

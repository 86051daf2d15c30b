/** The tables of accounts as better-auth reads and writes them: its names, its dates. The columns it may not fill are not here. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

const time = (name: string) => integer(name, { mode: "timestamp_ms" }).notNull();

const user = sqliteTable("users", {
  id: text("id").primaryKey(),
  kind: text("kind").notNull(),
  email: text("email"),
  emailVerified: integer("email_verified", { mode: "boolean" }).notNull(),
  name: text("name").notNull(),
  createdAt: time("created_at"),
  updatedAt: time("updated_at"),
});

const session = sqliteTable("devices", {
  id: text("id").primaryKey(),
  userId: text("user_id").notNull(),
  token: text("token").notNull(),
  userAgent: text("name").notNull(),
  createdAt: time("created_at"),
  updatedAt: time("seen_at"),
  expiresAt: time("expires_at"),
});

const account = sqliteTable("logins", {
  id: text("id").primaryKey(),
  userId: text("user_id").notNull(),
  providerId: text("provider_id").notNull(),
  accountId: text("provider_user_id").notNull(),
  password: text("password"),
  createdAt: time("created_at"),
  updatedAt: time("updated_at"),
});

const verification = sqliteTable("proofs", {
  id: text("id").primaryKey(),
  identifier: text("identifier").notNull(),
  value: text("value").notNull(),
  expiresAt: time("expires_at"),
  createdAt: time("created_at"),
  updatedAt: time("updated_at"),
});

export const engineTables = { user, session, account, verification };

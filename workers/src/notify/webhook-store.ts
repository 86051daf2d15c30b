import {
  jobs,
  webhookDeliveries,
  webhookSecrets,
  webhookStops,
  type WebhookDeliveryRow,
} from "@llamasketch/db";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

/** Who is told of ends of jobs, and how that went. */
export const createWebhookStore = (db: DrizzleD1Database) => ({
  /** As it is kept: the secret, and those that it replaced a short while ago. */
  secretOf: async (userId: string): Promise<string | undefined> =>
    (await db.select().from(webhookSecrets).where(eq(webhookSecrets.userId, userId)).get())?.secret,
  /** The first stays. */
  addSecret: (userId: string, secret: string, nowMs: number): Statement =>
    db.insert(webhookSecrets).values({ userId, secret, createdAt: nowMs }).onConflictDoNothing(),
  /** Unless another call was faster. */
  replaceSecret: (userId: string, before: string, secret: string, nowMs: number): Statement =>
    db
      .update(webhookSecrets)
      .set({ secret, createdAt: nowMs })
      .where(and(eq(webhookSecrets.userId, userId), eq(webhookSecrets.secret, before))),
  add: (jobId: string, ownerId: string, nowMs: number): Statement =>
    db
      .insert(webhookDeliveries)
      .values({ jobId, ownerId, state: "pending", attempts: 0, createdAt: nowMs })
      .onConflictDoNothing(),
  byJob: (jobId: string): Promise<WebhookDeliveryRow | undefined> =>
    db.select().from(webhookDeliveries).where(eq(webhookDeliveries.jobId, jobId)).get(),
  ofOwner: (ownerId: string, jobId: string): Promise<WebhookDeliveryRow | undefined> =>
    db
      .select()
      .from(webhookDeliveries)
      .where(and(eq(webhookDeliveries.jobId, jobId), eq(webhookDeliveries.ownerId, ownerId)))
      .get(),
  /** With what was asked for, the newest job first. */
  listOf: (ownerId: string, beforeId: string | null, limit: number) =>
    db
      .select({ delivery: webhookDeliveries, url: jobs.webhookUrl, request: jobs.request })
      .from(webhookDeliveries)
      .innerJoin(jobs, eq(jobs.id, webhookDeliveries.jobId))
      .where(
        and(
          eq(webhookDeliveries.ownerId, ownerId),
          ...(beforeId === null ? [] : [lt(webhookDeliveries.jobId, beforeId)]),
        ),
      )
      .orderBy(desc(webhookDeliveries.jobId))
      .limit(limit)
      .all(),
  /** Unless another try was faster. */
  tried: (
    before: WebhookDeliveryRow,
    next: Pick<WebhookDeliveryRow, "state" | "lastStatus" | "endedAt" | "nextAt">,
  ): Statement =>
    db
      .update(webhookDeliveries)
      .set({ ...next, attempts: before.attempts + 1 })
      .where(and(eq(webhookDeliveries.jobId, before.jobId), eq(webhookDeliveries.attempts, before.attempts))),
  again: (jobId: string): Statement =>
    db
      .update(webhookDeliveries)
      .set({ state: "pending", endedAt: null, nextAt: null })
      .where(eq(webhookDeliveries.jobId, jobId)),
  /** Those of these addresses that want no more. */
  stoppedAmong: async (ownerId: string, urls: readonly string[]): Promise<Set<string>> => {
    if (urls.length === 0) return new Set();
    const rows = await db
      .select({ url: webhookStops.url })
      .from(webhookStops)
      .where(and(eq(webhookStops.ownerId, ownerId), inArray(webhookStops.url, [...urls])))
      .all();
    return new Set(rows.map(({ url }) => url));
  },
  stopsOf: (ownerId: string, limit: number) =>
    db.select().from(webhookStops).where(eq(webhookStops.ownerId, ownerId)).limit(limit).all(),
  stop: (ownerId: string, url: string, nowMs: number): Statement =>
    db.insert(webhookStops).values({ ownerId, url, stoppedAt: nowMs }).onConflictDoNothing(),
  resume: (ownerId: string, url: string): Statement =>
    db.delete(webhookStops).where(and(eq(webhookStops.ownerId, ownerId), eq(webhookStops.url, url))),
  forgetStops: (ownerId: string): Statement =>
    db.delete(webhookStops).where(eq(webhookStops.ownerId, ownerId)),
});

import { sql, type SQL } from "drizzle-orm";
import type { OutboxEntry } from "../outbox-kinds.ts";

/** The columns, in their order, of an entry that is written by a SELECT: one for each row that is found. */
export const outboxEntry = (kind: OutboxEntry["kind"], id: SQL, subject: SQL, nowMs: number) => ({
  id: sql<string>`${id}`.as("id"),
  kind: sql<OutboxEntry["kind"]>`${kind}`.as("kind"),
  subject: sql<string>`${subject}`.as("subject"),
  createdAt: sql<number>`${nowMs}`.as("created_at"),
  attempts: sql<number>`0`.as("attempts"),
  dueAt: sql<number>`${nowMs}`.as("due_at"),
  doneAt: sql<null>`NULL`.as("done_at"),
  failures: sql<number>`0`.as("failures"),
  parkedAt: sql<null>`NULL`.as("parked_at"),
});

import type { AdminOutboxEntry } from "@llamasketch/contract";
import type { OutboxEntry } from "../outbox-kinds.ts";

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** `subject` holds ids and keys of objects, never what somebody wrote. */
export const outboxEntryOf = (row: OutboxEntry): AdminOutboxEntry => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  createdAt: isoTime(row.createdAt),
  dueAt: isoTime(row.dueAt),
  tries: row.attempts,
  failures: row.failures,
  parkedAt: row.parkedAt === null ? null : isoTime(row.parkedAt),
});

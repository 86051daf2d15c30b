import type { outbox } from "@llamasketch/db";

export type OutboxEntry = typeof outbox.$inferSelect;

/** Effects that go to somebody else's machine, which may be slow or silent: carried out apart from all others. */
export const OUTSIDE_KINDS = ["deliver_webhook", "mail_end", "mail_retention"] as const;
export type OutsideKind = (typeof OUTSIDE_KINDS)[number];
export type InsideKind = Exclude<OutboxEntry["kind"], OutsideKind>;
export const isOutside = (kind: OutboxEntry["kind"]): kind is OutsideKind =>
  (OUTSIDE_KINDS as readonly string[]).includes(kind);

/**
 * Carried out in the order in which they were decided, for each subject: they set somewhere else what the rows say, and an older one that ended
 * last would set what was. All others find out themselves what is still to do.
 */
export const ORDERED_KINDS = ["apply_stops", "leave_sketch"] as const satisfies readonly InsideKind[];
export const isOrdered = (kind: OutboxEntry["kind"]): boolean =>
  (ORDERED_KINDS as readonly string[]).includes(kind);

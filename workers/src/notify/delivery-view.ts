import type { WebhookDeliveryRow } from "@llamasketch/db";

export const deliveryView = (
  { state, attempts, lastStatus, nextAt, createdAt, endedAt }: WebhookDeliveryRow,
  isStopped: boolean,
) => ({
  // What was heard before its address wanted no more was heard.
  state: isStopped && state !== "delivered" ? ("stopped" as const) : state,
  attempts,
  lastStatus,
  nextAt: isStopped ? null : timeOf(nextAt),
  createdAt: new Date(createdAt).toISOString(),
  endedAt: timeOf(endedAt),
});

const timeOf = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());

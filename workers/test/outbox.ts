/** What the outbox still has to carry out. */
import { env } from "cloudflare:workers";

export interface OpenEntry {
  id: string;
  subject: string;
  dueAt: number;
}

export const openOfKind = async (kind: string): Promise<OpenEntry[]> =>
  (
    await env.DB.prepare(
      "SELECT id, subject, due_at AS dueAt FROM outbox WHERE kind = ? AND done_at IS NULL ORDER BY created_at, id",
    )
      .bind(kind)
      .all<OpenEntry>()
  ).results;

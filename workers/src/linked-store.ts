import { sql } from "drizzle-orm";

/** For statements in the batch that links them: the visitor is this account's, and was not somebody else's before. */
export const isLinked = (visitorId: string, accountId: string) =>
  sql`EXISTS (SELECT 1 FROM users v WHERE v.id = ${visitorId} AND v.linked_to = ${accountId})`;

import type { adminUserLine, auditLine } from "@llamasketch/contract";
import type { z } from "@hono/zod-openapi";
import type { AuditRow, UserRow } from "@llamasketch/db";

const isoTime = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export const userLineOf = (row: UserRow): z.infer<typeof adminUserLine> => ({
  id: row.id,
  anonymous: row.kind === "anonymous",
  email: row.email,
  name: row.name,
  role: row.role,
  plan: row.plan,
  createdAt: new Date(row.createdAt).toISOString(),
  bannedAt: isoTime(row.bannedAt),
  deletedAt: isoTime(row.deletedAt),
});

export const auditLineOf = ({ at, ...row }: AuditRow): z.infer<typeof auditLine> => ({
  ...row,
  at: new Date(at).toISOString(),
});

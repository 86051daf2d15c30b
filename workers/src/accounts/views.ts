import type { UserView } from "@llamasketch/contract";
import type { UserRow } from "@llamasketch/db";

export const userViewOf = (row: UserRow, deviceId: string | null): UserView => ({
  id: row.id,
  anonymous: row.kind === "anonymous",
  createdAt: new Date(row.createdAt).toISOString(),
  email: row.email,
  name: row.name,
  role: row.role,
  plan: row.plan,
  deviceId,
});

import type { HostView } from "@llamasketch/contract";
import type { HostRow } from "@llamasketch/db";

export const hostViewOf = ({ id, name, createdAt, revokedAt }: HostRow): HostView => ({
  id,
  name,
  createdAt: new Date(createdAt).toISOString(),
  revokedAt: revokedAt === null ? null : new Date(revokedAt).toISOString(),
});

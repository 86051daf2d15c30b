/** What whoever does something to somebody must find and leave behind. */
import { type Audited, userId } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import type { UserRow } from "@llamasketch/db";
import { requireAccount } from "../http/require-caller.ts";
import type { Caller } from "../http/caller.ts";
import { ApiError, notFound } from "../http/errors.ts";
import { newId } from "../ids.ts";
import type { Statement } from "../commit.ts";
import type { AuditFact } from "./audit-store.ts";

export const personParams = { params: z.object({ id: userId }) };

export async function requirePerson(caller: Caller, id: string): Promise<UserRow> {
  const row = await caller.ports.accounts.byId(id);
  if (!row) throw notFound("user");
  return row;
}

/** Nobody raises, bans or pays themselves, nor touches who stands above them. */
export function requireBelow(caller: Caller, person: UserRow): void {
  const actor = requireAccount(caller);
  if (person.id === actor.id) throw new ApiError("forbidden", "You can't change your own account here.");
  if (actor.role !== "admin" && person.role !== "user")
    throw new ApiError("forbidden", "Only an admin can do this.");
}

/** `fact`: what it changes is so until then; it goes before what changes it. */
export function audited(
  caller: Caller,
  action: Audited,
  subject: string,
  reason: string,
  detail: Record<string, string | number | boolean | null> = {},
  fact?: AuditFact,
): Statement {
  const { id: actorId } = requireAccount(caller);
  const { audit } = caller.ports;
  const row = { id: newId("audit"), actorId, action, subject, reason, detail, at: Date.now() };
  return fact ? audit.addIf(row, fact) : audit.add(row);
}

/** How much somebody may store: by their plan, and by whether they showed that they are a person. */
import { STRANGER_STORED_BYTES } from "@llamasketch/pricing";
import { planOf } from "../plan.ts";
import { openAddressHolder } from "../guests/payer.ts";
import { dayOf } from "../day.ts";
import type { Caller } from "../http/caller.ts";
import { ApiError, storageFull } from "../http/errors.ts";
import type { Ports } from "../ports.ts";

/** Of whoever asks. A visitor who passed no door has room for a few drawings and no more. */
export async function budgetOf(caller: Caller, nowMs: number): Promise<number> {
  const account = caller.identity?.account ?? null;
  if (account?.kind === "account") return planOf(account.plan).limits.storedBytes;
  return (await openAddressHolder(caller, nowMs)) === null
    ? STRANGER_STORED_BYTES
    : planOf("free").limits.storedBytes;
}

/** The budget, if what comes fits in it. Asked before anything is put; the batch holds it against all that come at once. */
export async function requireRoom(caller: Caller, bytes: number, nowMs: number): Promise<number> {
  const userId = caller.userId;
  const budgetBytes = await budgetOf(caller, nowMs);
  const use = userId ? await caller.ports.storage.of(userId) : undefined;
  if ((use?.bytes ?? 0) + (use?.reserved ?? 0) + bytes > budgetBytes) throw storageFull();
  return budgetBytes;
}

/** Only of somebody signed in, or past the door of free work. */
export async function requirePastDoor(caller: Caller, nowMs: number): Promise<void> {
  if (caller.identity?.account?.kind === "account") return;
  if ((await openAddressHolder(caller, nowMs)) !== null) return;
  throw new ApiError("verification_required", "Complete the human check first.", {
    hint: "POST /api/free with a Turnstile token, or sign in.",
  });
}

/** Who stores live, as the ticket of their socket says. */
export interface Storer {
  userId: string;
  /** Holds the free credits of their address on one day; null: they did not pass that door. */
  freeHolderId: string | null;
}

export interface StoredRoom {
  budgetBytes: number;
  /** Not used and not set aside; negative after a plan became smaller. */
  leftBytes: number;
}

/** One row read. Whoever is gone has no room. */
export async function roomOf(
  { storage }: Pick<Ports, "storage">,
  { userId, freeHolderId }: Storer,
  nowMs: number,
): Promise<StoredRoom> {
  const use = await storage.of(userId);
  if (!use) return { budgetBytes: 0, leftBytes: 0 };
  const isPastDoor = use.kind === "account" || freeHolderId?.startsWith(`adr_${dayOf(nowMs)}_`) === true;
  const budgetBytes = isPastDoor ? planOf(use.plan).limits.storedBytes : STRANGER_STORED_BYTES;
  return { budgetBytes, leftBytes: budgetBytes - use.bytes - use.reserved };
}

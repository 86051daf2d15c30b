/** Who pays for work that is about to begin: the person's own account, else the free credits of the address. */
import type { Caller } from "../http/caller.ts";
import { ApiError } from "../http/errors.ts";
import { balanceOf } from "../ledger/balance.ts";
import type { Ports } from "../ports.ts";
import type { Statement } from "../commit.ts";
import { addressHolder } from "./address.ts";
import { isDoorOpen } from "./door.ts";
import { freeGrant } from "./free-grant.ts";
import { addressOf } from "./free-view.ts";

export interface Payer {
  by: "account" | "address";
  holderId: string;
  /** For the batch that holds the credits, before the hold. */
  before: Statement[];
}

/**
 * In this order: the account that a credential or a cookie names, if it has what is needed; only then the address. Who pays
 * is never held up by what others behind the same address do. Reading only nominates: the hold decides.
 */
export async function payerFor(caller: Caller, neededUnits: number, nowMs: number): Promise<Payer> {
  const services = caller.ports;
  const userId = caller.userId;
  const account = userId && (await accountPayer(services, userId, neededUnits, nowMs));
  if (account) return account;
  const address = await addressHolder(services, addressOf(caller), nowMs);
  if (!(await isDoorOpen(caller, address))) {
    throw new ApiError("verification_required", "Complete the human check to draw for free.", {
      hint: "POST /api/free with a Turnstile token, or buy credits.",
    });
  }
  return addressPayer(services, address, neededUnits, nowMs);
}

/** Null when the account has less than is needed, or a debt. */
export async function accountPayer(
  services: Ports,
  userId: string,
  neededUnits: number,
  nowMs: number,
): Promise<Payer | null> {
  const holderId = await services.ledger.holderId(userId);
  if (!holderId) return null;
  const { available, owed } = await balanceOf(services, userId, nowMs);
  return available >= neededUnits && owed === 0 ? { by: "account", holderId, before: [] } : null;
}

export const addressPayer = (
  services: Ports,
  holderId: string,
  neededUnits: number,
  nowMs: number,
): Payer => ({ by: "address", holderId, before: freeGrant(services, holderId, neededUnits, nowMs) });

/** The holder of today's free credits of whoever asks; null while its door is shut. */
export async function openAddressHolder(caller: Caller, nowMs: number): Promise<string | null> {
  const holderId = await addressHolder(caller.ports, addressOf(caller), nowMs);
  return (await isDoorOpen(caller, holderId)) ? holderId : null;
}

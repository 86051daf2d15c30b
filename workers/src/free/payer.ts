/** Who pays for work that is about to begin: the person's own account, else the free credits of the address. */
import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";
import { balanceOf } from "../ledger/balance.ts";
import type { Services } from "../services.ts";
import type { Statement } from "../spine/commit.ts";
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
export async function payerFor(c: Context<App>, neededUnits: number, nowMs: number): Promise<Payer> {
  const services = c.get("services");
  const userId = c.get("userId");
  const account = userId && (await accountPayer(services, userId, neededUnits, nowMs));
  if (account) return account;
  const address = await addressHolder(services, addressOf(c), nowMs);
  if (!(await isDoorOpen(c, address))) {
    throw new ApiError("verification_required", "Show that you are a person, and draw for free.", {
      hint: "POST /api/free with a Turnstile token, or buy credits.",
    });
  }
  return addressPayer(services, address, neededUnits, nowMs);
}

/** Null when the account has less than is needed, or a debt. */
export async function accountPayer(
  services: Services,
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
  services: Services,
  holderId: string,
  neededUnits: number,
  nowMs: number,
): Payer => ({ by: "address", holderId, before: freeGrant(services, holderId, neededUnits, nowMs) });

/** The holder of today's free credits of whoever asks; null while its door is shut. */
export async function openAddressHolder(c: Context<App>, nowMs: number): Promise<string | null> {
  const holderId = await addressHolder(c.get("services"), addressOf(c), nowMs);
  return (await isDoorOpen(c, holderId)) ? holderId : null;
}

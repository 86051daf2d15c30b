/** Who pays for what is drawn live: the drawer's own credits, then the free ones of the address they came from. */
import { LIVE_BLOCK_WINDOWS_MAX, LIVE_WINDOW_CREDITS } from "@llamasketch/contract";
import { dayOf } from "../../../day.ts";
import { freeLeft } from "../../../guests/free-grant.ts";
import { accountPayer, addressPayer } from "../../../guests/payer.ts";
import { newId } from "../../../ids.ts";
import type { Ports } from "../../../ports.ts";
import type { Statement } from "../../../commit.ts";

export interface LivePayer {
  holderId: string;
  /** For the batch that begins a block. */
  before: Statement[];
  /** What the holder can still be given beyond what it has. */
  toCome(): Promise<number>;
}

/** Null: nobody has drawn in this life of the session, or who did is gone. */
export type PayerOf = (nowMs: number) => Promise<LivePayer | null>;

/** Who draws, as the ticket of their socket says. */
export interface Drawer {
  userId: string;
  /** Holds the free credits that their address has on one day; null: they did not pass that door. */
  freeHolderId: string | null;
}

const nothing = (): Promise<number> => Promise.resolve(0);

export async function livePayer(
  services: Ports,
  { userId, freeHolderId }: Drawer,
  sessionId: string,
  nowMs: number,
): Promise<LivePayer | null> {
  // Asked at the beginning of every block: a socket that outlived the ban draws nothing more.
  if ((await services.accounts.byId(userId))?.bannedAt != null) return null;
  const account = await accountPayer(services, userId, LIVE_WINDOW_CREDITS, nowMs);
  if (account) return { ...account, toCome: nothing };
  // A ticket of yesterday's opens nothing today: its holder's credits are gone.
  if (freeHolderId?.startsWith(`adr_${dayOf(nowMs)}_`) && !(await isFreeStopped(services))) {
    const { before } = addressPayer(services, freeHolderId, LIVE_BLOCK_WINDOWS_MAX, nowMs);
    return {
      holderId: freeHolderId,
      before: [...before, services.free.noteSession(userId, freeHolderId, sessionId, nowMs)],
      toCome: async () => (await freeLeft(services, freeHolderId, nowMs)).toCome,
    };
  }
  const holderId = await ownHolder(services, userId, nowMs);
  return holderId === undefined ? null : { holderId, before: [], toCome: nothing };
}

/** Asked at the beginning of a block: who draws for free stops within a minute of the brake. */
const isFreeStopped = async ({ stops }: Ports): Promise<boolean> =>
  (await stops.all()).some(({ name }) => name === "free_work");

/** Undefined for whoever is gone. */
async function ownHolder(
  { ledger, commit }: Ports,
  userId: string,
  nowMs: number,
): Promise<string | undefined> {
  const known = await ledger.holderId(userId);
  if (known) return known;
  await commit([ledger.addHolder(userId, newId("holder"), nowMs)]);
  return ledger.holderId(userId);
}

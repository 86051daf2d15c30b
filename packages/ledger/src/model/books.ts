/** The books in memory, as plainly as they can be written: what the schema is held against. */
import { HOUSE, HOUSE_BUCKETS, accountId, type Bucket } from "../accounts.ts";
import { ASSETS, UNITS_MAX, type Asset } from "../amount.ts";
import type { LedgerRefusal } from "../refusals.ts";

export interface BookAccount {
  id: string;
  holderId: string;
  asset: Asset;
  bucket: Bucket;
  expiresAtMs: number | null;
  posted: number;
  held: number;
}

export class Refused extends Error {
  override name = "Refused";
  readonly code: LedgerRefusal;
  constructor(code: LedgerRefusal) {
    super(`ledger:${code}`);
    this.code = code;
  }
}

export class Books {
  readonly accounts = new Map<string, BookAccount>();
  constructor() {
    for (const asset of ASSETS) for (const bucket of HOUSE_BUCKETS) this.open(HOUSE, asset, bucket, null);
  }

  open(holderId: string, asset: Asset, bucket: Bucket, expiresAtMs: number | null): BookAccount {
    const id = accountId(holderId, asset, bucket, expiresAtMs);
    const known = this.accounts.get(id) ?? {
      id,
      holderId,
      asset,
      bucket,
      expiresAtMs,
      posted: 0,
      held: 0,
    };
    this.accounts.set(id, known);
    return known;
  }

  at(id: string): BookAccount {
    const account = this.accounts.get(id);
    if (!account) throw new Error(`no account ${id}`);
    return account;
  }

  house(asset: Asset, bucket: Bucket): BookAccount {
    return this.open(HOUSE, asset, bucket, null);
  }

  /** What a holder can spend, what expires first before what never does. */
  buckets(holderId: string, asset: Asset, atMs: number): BookAccount[] {
    return [...this.accounts.values()]
      .filter((account) => account.holderId === holderId && account.asset === asset)
      .filter(({ bucket }) => bucket === "granted" || bucket === "purchased")
      .filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > atMs)
      .filter(({ posted, held }) => posted > held)
      .toSorted(
        (a, b) => (a.expiresAtMs ?? UNITS_MAX) - (b.expiresAtMs ?? UNITS_MAX) || (a.id < b.id ? -1 : 1),
      );
  }

  available(holderId: string, asset: Asset, atMs: number): number {
    return this.buckets(holderId, asset, atMs).reduce((sum, { posted, held }) => sum + posted - held, 0);
  }

  owes(holderId: string, asset: Asset): number {
    return -(this.accounts.get(accountId(holderId, asset, "debt"))?.posted ?? 0);
  }

  post(from: BookAccount, to: BookAccount, units: number): void {
    if (from.posted - units < -UNITS_MAX || to.posted + units > UNITS_MAX) throw new Refused("too_large");
    from.posted -= units;
    to.posted += units;
  }

  /** What is free in an account whose time has come is gone. */
  expire(account: BookAccount, atMs: number): void {
    if (account.expiresAtMs === null || account.expiresAtMs > atMs || account.posted <= account.held) return;
    this.post(account, this.house(account.asset, "expired"), account.posted - account.held);
  }
}

/** Takes `units` out of these accounts in their order; what each gives. Null when they have not enough. */
export function drawn(
  accounts: BookAccount[],
  units: number,
): { parts: [BookAccount, number][]; missing: number } {
  const parts: [BookAccount, number][] = [];
  let missing = units;
  for (const account of accounts) {
    if (missing === 0) break;
    const part = Math.min(missing, account.posted - account.held);
    parts.push([account, part]);
    missing -= part;
  }
  return { parts, missing };
}

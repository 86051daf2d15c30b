/** Who an address is for a day: one holder for an IPv4 address or an IPv6 /64, which cannot be told back into the address. */
import ipaddr from "ipaddr.js";
import { firstBits, networkOf, parseAddress } from "../http/network.ts";
import { dayOf } from "../day.ts";
import type { Ports } from "../ports.ts";

type Family = "v4" | "v6" | "no";
/** Around a household: a customer's delegation (or a street), and a site's (or a town). Smaller first. */
const AROUND: Readonly<Record<Family, readonly [inner: number, outer: number]>> = {
  v4: [24, 16],
  v6: [56, 48],
  no: [0, 0],
};
/**
 * How many households' worth of a day's free credits are given to one such network: whoever rents a /48 has 65,536 of what
 * looks like households. Behind an IPv4 /24 there may be as many people as it has addresses.
 */
const HOUSEHOLDS: Readonly<Record<Family, readonly [inner: number, outer: number]>> = {
  v4: [16, 64],
  v6: [4, 16],
  no: [1, 1],
};

/** Enough to tell the networks of a day apart. */
const NETWORK_CHARS = 12;
const HOLDER_CHARS = 32;
const HOLDER = /^adr_(\d{4}-\d\d-\d\d)_((v4|v6|no)[0-9a-f]{12})_([0-9a-f]{12})_[0-9a-f]{32}$/;

/**
 * The holder of today's free credits for this address: keyed hashes of its networks from the widest to the household's own,
 * salted anew each day. The address itself is neither stored nor logged.
 */
export async function addressHolder(
  services: Ports,
  address: string | undefined,
  nowMs: number,
): Promise<string> {
  const day = dayOf(nowMs);
  const salt = await saltOf(services, day, nowMs);
  const [key = ""] = services.secrets.addressKeys;
  const bytes = new TextEncoder();
  const hmac = await crypto.subtle.importKey(
    "raw",
    bytes.encode(key),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const hashOf = async (text: string, chars: number): Promise<string> => {
    const hash = await crypto.subtle.sign("HMAC", hmac, bytes.encode(`${salt} ${text}`));
    return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0"))
      .join("")
      .slice(0, chars);
  };
  const parsed = parseAddress(address);
  const family: Family = parsed === null ? "no" : parsed instanceof ipaddr.IPv6 ? "v6" : "v4";
  const [inner, outer] = AROUND[family].map((bits) =>
    parsed ? `${firstBits(parsed, bits)}/${bits}` : "none",
  );
  const [wide, near, own] = await Promise.all([
    hashOf(outer ?? "", NETWORK_CHARS),
    hashOf(inner ?? "", NETWORK_CHARS),
    hashOf(networkOf(address), HOLDER_CHARS),
  ]);
  return `adr_${day}_${family}${wide}_${near}_${own}`;
}

/** What holders whose ids begin alike are given in all, in households. None of one that was made before networks were in it. */
export function boundsOf(holderId: string): { holderPrefix: string; households: number }[] {
  const [, day, wide, family, near] = HOLDER.exec(holderId) ?? [];
  if (day === undefined) return [];
  const [inner, outer] = HOUSEHOLDS[family as Family];
  return [
    { holderPrefix: `adr_${day}_${wide}_${near}_`, households: inner },
    { holderPrefix: `adr_${day}_${wide}_`, households: outer },
  ];
}

/** The first to ask on a day makes its salt. */
async function saltOf({ free, commit }: Ports, day: string, nowMs: number): Promise<string> {
  const known = await free.salt(day);
  if (known) return known;
  await commit([free.addSalt(day, crypto.randomUUID(), nowMs)]);
  const made = await free.salt(day);
  if (!made) throw new Error("a salt is missing after its insert");
  return made;
}

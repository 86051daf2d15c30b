/** Who an address is for a day: one holder for an IPv4 address or an IPv6 /64, which cannot be told back into the address. */
import ipaddr from "ipaddr.js";
import type { Services } from "../services.ts";

/** The network that one household has. All who hide theirs share one. */
export function networkOf(address: string | undefined): string {
  const [bare = ""] = (address ?? "").split("%");
  if (!ipaddr.isValid(bare)) return "none";
  const parsed = ipaddr.process(bare);
  if (parsed instanceof ipaddr.IPv6)
    return `${parsed.parts
      .slice(0, 4)
      .map((part) => part.toString(16))
      .join(":")}::/64`;
  return parsed.toString();
}

/** The day in UTC, as YYYY-MM-DD. */
export const dayOf = (nowMs: number): string => new Date(nowMs).toISOString().slice(0, 10);
const DAY_MS = 86_400_000;
export const dayEndsAtMs = (nowMs: number): number => (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;

/**
 * The holder of today's free credits for this address: its keyed hash, salted anew each day. The address itself is neither
 * stored nor logged.
 */
export async function addressHolder(
  services: Services,
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
  const hash = await crypto.subtle.sign("HMAC", hmac, bytes.encode(`${salt} ${networkOf(address)}`));
  const hex = [...new Uint8Array(hash).slice(0, 16)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return `adr_${day}_${hex}`;
}

/** The first to ask on a day makes its salt. */
async function saltOf({ free, commit }: Services, day: string, nowMs: number): Promise<string> {
  const known = await free.salt(day);
  if (known) return known;
  await commit([free.addSalt(day, crypto.randomUUID(), nowMs)]);
  const made = await free.salt(day);
  if (!made) throw new Error("a salt is missing after its insert");
  return made;
}

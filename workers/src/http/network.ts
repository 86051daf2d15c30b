/** Addresses of callers, and the networks they are in. */
import ipaddr from "ipaddr.js";

/** The network that one household has. All who hide theirs share one. */
export function networkOf(address: string | undefined): string {
  const parsed = parseAddress(address);
  if (parsed === null) return "none";
  return parsed instanceof ipaddr.IPv6 ? `${firstBits(parsed, 64)}::/64` : parsed.toString();
}

export function parseAddress(address: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const [bare = ""] = (address ?? "").split("%");
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
}

export function firstBits(parsed: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const isSix = parsed instanceof ipaddr.IPv6;
  const [parts, partBits] = isSix ? [parsed.parts, 16] : [parsed.octets, 8];
  const kept = parts.slice(0, Math.ceil(bits / partBits));
  const cut = kept.length * partBits - bits;
  const masked = kept.map((part, at) => (at === kept.length - 1 ? (part >> cut) << cut : part));
  return masked.map((part) => part.toString(isSix ? 16 : 10)).join(isSix ? ":" : ".");
}

/** Where a webhook may go: public addresses alone, however they are written, at ports where the web is served. */
import ipaddr from "ipaddr.js";

const INNER =
  /(^|\.)(localhost|localdomain|local|internal|intranet|lan|corp|home|home\.arpa|test|invalid|onion)$/;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** Where HTTPS is served. Behind others are letters, shells and databases, which take a request for something else. */
const PORTS = new Set(["", "443", "2053", "2083", "2087", "2096", "8443"]);
/** Names that are whatever address somebody writes into them, or one's own machine. */
const MIRRORS =
  /(^|\.)(nip\.io|sslip\.io|xip\.io|traefik\.me|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|local-ip\.(co|sh|medicmobile\.org)|backname\.io|ip6\.name|1u\.ms|rbndr\.us|yoogle\.com)$/;
/** An address within a name, its parts parted by dots or dashes. */
const WITHIN = /(?:^|[^0-9])(\d{1,3}(?:[.-]\d{1,3}){3})(?![0-9])/g;
/** Of IPv6 only this is given out to anybody: everything else stands for something nearer, or for an IPv4 address. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** Why it may not, or null. In development a person's own machine is let in. */
export function refusedAddress(text: string, isDevelopment: boolean): string | null {
  if (!URL.canParse(text)) return "This is no address.";
  const { protocol, hostname, port, username, password } = new URL(text);
  if (username !== "" || password !== "") return "An address with a name or a password in it is refused.";
  if (isDevelopment && LOOPBACK.has(hostname) && /^https?:$/.test(protocol)) return null;
  if (protocol !== "https:") return "Webhooks go by https.";
  if (!PORTS.has(port)) return `Webhooks go to port 443, or ${[...PORTS].slice(2).join(", ")}.`;
  if (hostname.endsWith(".")) return "Write the name without a dot at its end.";
  // The parser has brought numbers of any notation into one form.
  const host = hostname.replace(/^\[|\]$/g, "");
  const isAllowed = ipaddr.isValid(host) ? isPublic(host) : isPublicName(host);
  return isAllowed ? null : "This address is not a public one.";
}

/** Two spellings of one address are one. */
export const plainAddress = (text: string): string => {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.hash = "";
  return url.href;
};

function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_V6);
}

function isPublicName(host: string): boolean {
  if (!host.includes(".") || INNER.test(host) || MIRRORS.test(host)) return false;
  return [...host.matchAll(WITHIN)].every(([, found = ""]) => {
    const address = found.replaceAll("-", ".");
    return !ipaddr.IPv4.isValidFourPartDecimal(address) || isPublic(address);
  });
}

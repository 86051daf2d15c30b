/** Where a webhook may go: public addresses alone, however they are written. */
import ipaddr from "ipaddr.js";

const INNER = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|test|invalid|onion)$/;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Why it may not, or null. In development a person's own machine is let in. */
export function refusedAddress(text: string, isDevelopment: boolean): string | null {
  if (!URL.canParse(text)) return "This is no address.";
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return "An address with a name or a password in it is refused.";
  if (isDevelopment && LOOPBACK.has(hostname) && /^https?:$/.test(protocol)) return null;
  if (protocol !== "https:") return "Webhooks go by https.";
  // The parser has brought numbers of any notation into one form.
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const isPublic = ipaddr.isValid(host)
    ? ipaddr.process(host).range() === "unicast"
    : host.includes(".") && !INNER.test(host);
  return isPublic ? null : "This address is not a public one.";
}

/** Standard Webhooks: `webhook-id`, `webhook-timestamp` and `webhook-signature` over both and the body. */

const PREFIX = "whsec_";
const SECRET_BYTES = 32;

export const newSecret = (): string =>
  PREFIX + btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))));

/** How long a secret that was replaced signs beside the one that came after it. */
const REPLACED_SIGNS_MS = 86_400_000;
/** Most that sign at once; whoever makes more in a day ends the oldest. */
const SECRETS_MAX = 4;
const SEPARATOR = " ";
const UNTIL = "@";

/** What a row keeps: the secret, then those before it, each with its end. */
export const replacedBy = (fresh: string, kept: string, nowMs: number): string => {
  const [last = "", ...older] = standing(kept, nowMs);
  const ends = `${last.split(UNTIL, 1)[0]}${UNTIL}${nowMs + REPLACED_SIGNS_MS}`;
  return [fresh, ends, ...older].slice(0, SECRETS_MAX).join(SEPARATOR);
};

/** Those that sign now, the newest first. */
export const secretsIn = (kept: string, nowMs: number): string[] =>
  standing(kept, nowMs).map((each) => each.split(UNTIL, 1)[0] ?? "");

const standing = (kept: string, nowMs: number): string[] =>
  kept.split(SEPARATOR).filter((each) => Number(each.split(UNTIL)[1] ?? Infinity) > nowMs);

/** One signature for each secret, with a space between: whoever verifies takes any. */
export async function signatureHeaders(
  secrets: readonly string[],
  id: string,
  body: string,
  nowMs: number,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const said = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signatures = await Promise.all(secrets.map((secret) => sign(secret, said)));
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

async function sign(secret: string, said: BufferSource): Promise<string> {
  const raw = Uint8Array.from(atob(secret.slice(PREFIX.length)), (char) => char.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, said));
  return `v1,${btoa(String.fromCharCode(...signature))}`;
}

/** Asks Cloudflare whether a person solved the challenge. Whatever goes wrong, the door stays shut. */
import { z } from "zod";

export interface TurnstileSettings {
  url: string;
  secret: string;
  /** Longer than this a visitor does not wait. */
  withinMs?: number;
}

export type Verdict = "passed" | "refused" | "unreachable";

const WITHIN_MS = 5000;

const reply = z.object({
  success: z.boolean(),
  hostname: z.string().optional(),
  action: z.string().optional(),
});

/** `expected`: what the challenge was solved for; a token from another page or for another deed is worth nothing here. */
export async function verifyTurnstile(
  fetcher: typeof fetch,
  { url, secret, withinMs = WITHIN_MS }: TurnstileSettings,
  token: string,
  expected: { hostname: string; action: string },
): Promise<Verdict> {
  try {
    const answer = await fetcher(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      // The same key for a repeated request lets Cloudflare answer it twice; a second use of a token is refused.
      body: JSON.stringify({ secret, response: token, idempotency_key: crypto.randomUUID() }),
      signal: AbortSignal.timeout(withinMs),
    });
    const said = reply.safeParse(await answer.json());
    if (!said.success || answer.status >= 500) return "unreachable";
    const { success, hostname, action } = said.data;
    return success && hostname === expected.hostname && action === expected.action ? "passed" : "refused";
  } catch {
    return "unreachable";
  }
}

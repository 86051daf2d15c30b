import type { Context } from "hono";
import type { App } from "./context.ts";
import { ApiError } from "./errors.ts";
import { siteLane, wrongSecret } from "./wrong-secrets.ts";

/** Whether the header carries one of these tokens. Compared in constant time, by digest. */
export async function hasBearer(header: string | undefined, tokens: readonly string[]): Promise<boolean> {
  const given = header?.startsWith("Bearer ") ? header.slice(7) : "";
  const digest = async (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const [wanted, ...known] = await Promise.all([given, ...tokens].map(digest));
  return known
    .map((each) => wanted !== undefined && crypto.subtle.timingSafeEqual(wanted, each))
    .includes(true);
}

/** Throws unless the caller carries one of these tokens. A right one is let in whatever came from its address before. */
export async function requireBearer(c: Context<App>, tokens: readonly string[]): Promise<void> {
  if (await hasBearer(c.req.header("authorization"), tokens)) return;
  throw await wrongSecret(c, siteLane(c), new ApiError("unauthorized", "This token is not known."));
}

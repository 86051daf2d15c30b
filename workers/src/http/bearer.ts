import type { Caller } from "./caller.ts";
import { ApiError } from "./errors.ts";
import { siteLane, wrongSecret } from "./wrong-secrets.ts";

/** The secret of `Authorization: Bearer …`, whose scheme is written in any case (RFC 9110); null when there is none. */
export const bearerOf = (header: string | undefined): string | null =>
  header?.match(/^bearer +(.*)$/is)?.[1]?.trim() ?? null;

export interface PersonsBearer {
  kind: "key" | "token";
  value: string;
}
/** A key or an access token of somebody; null for anything else, which is nobody's. */
export function personsBearer(header: string | undefined): PersonsBearer | null {
  const value = bearerOf(header);
  if (value?.startsWith("lsk_")) return { kind: "key", value };
  return value && /^eyJ[^.]*\.[^.]*\.[^.]*$/.test(value) ? { kind: "token", value } : null;
}

/** Whether the header carries one of these tokens. Compared in constant time, by digest. */
export async function hasBearer(header: string | undefined, tokens: readonly string[]): Promise<boolean> {
  const given = bearerOf(header) ?? "";
  const digest = async (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const [wanted, ...known] = await Promise.all([given, ...tokens].map(digest));
  return known
    .map((each) => wanted !== undefined && crypto.subtle.timingSafeEqual(wanted, each))
    .includes(true);
}

/** Throws unless the caller carries one of these tokens. A right one is let in whatever came from its address before. */
export async function requireBearer(caller: Caller, tokens: readonly string[]): Promise<void> {
  if (await hasBearer(caller.header("authorization"), tokens)) return;
  throw await wrongSecret(caller, siteLane(caller), new ApiError("unauthorized", "Invalid token."));
}

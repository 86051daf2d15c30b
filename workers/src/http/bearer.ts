import { ApiError } from "./errors.ts";

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

/** Throws unless the header carries one of these tokens. Compared in constant time, by digest. */
export async function requireBearer(header: string | undefined, tokens: readonly string[]): Promise<void> {
  const given = bearerOf(header) ?? "";
  const digest = async (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const [wanted, ...known] = await Promise.all([given, ...tokens].map(digest));
  const isKnown = known.map((each) => wanted !== undefined && crypto.subtle.timingSafeEqual(wanted, each));
  if (!isKnown.includes(true)) throw new ApiError("unauthorized", "This token is not known.");
}

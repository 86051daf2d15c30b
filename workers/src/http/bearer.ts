import { ApiError } from "./errors.ts";

/** Throws unless the header carries one of these tokens. Compared in constant time, by digest. */
export async function requireBearer(header: string | undefined, tokens: readonly string[]): Promise<void> {
  const given = header?.startsWith("Bearer ") ? header.slice(7) : "";
  const digest = async (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const [wanted, ...known] = await Promise.all([given, ...tokens].map(digest));
  const isKnown = known.map((each) => wanted !== undefined && crypto.subtle.timingSafeEqual(wanted, each));
  if (!isKnown.includes(true)) throw new ApiError("unauthorized", "This token is not known.");
}

import { ApiError } from "./errors.ts";

/** Throws unless the header carries this token. Compared in constant time, by digest. */
export async function requireBearer(header: string | undefined, token: string): Promise<void> {
  const given = header?.startsWith("Bearer ") ? header.slice(7) : "";
  const digest = async (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const [a, b] = await Promise.all([digest(given), digest(token)]);
  if (!crypto.subtle.timingSafeEqual(a, b)) throw new ApiError("unauthorized", "This token is not known.");
}

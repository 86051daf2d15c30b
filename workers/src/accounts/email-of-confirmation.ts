import { jwtVerify } from "jose";

/** The address that a mailed confirmation is for; null when no key verifies it. */
export async function emailOfConfirmation(token: string, keys: readonly string[]): Promise<string | null> {
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(key), { algorithms: ["HS256"] });
      return typeof payload.email === "string" ? payload.email : null;
    } catch {
      continue;
    }
  }
  return null;
}

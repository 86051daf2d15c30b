/** Short-lived tokens for programs and for pages that keep no cookies; each is of one signed-in device and ends with it. */
import { ACCESS_TOKEN_MS, deviceId, userId } from "@llamasketch/contract";
import { SignJWT, jwtVerify } from "jose";
import { z } from "zod";

const AUDIENCE = "llamasketch-api";
const claims = z.object({ sub: userId, device: deviceId, exp: z.number() });

export function createAccessTokens(keys: readonly string[]) {
  const secrets = keys.map((key) => new TextEncoder().encode(key));
  const [signer = new Uint8Array()] = secrets;
  return {
    sign: (user: string, device: string, nowMs: number): Promise<string> =>
      new SignJWT({ device })
        .setProtectedHeader({ alg: "HS256" })
        .setSubject(user)
        .setAudience(AUDIENCE)
        .setIssuedAt(Math.floor(nowMs / 1000))
        .setExpirationTime(Math.floor((nowMs + ACCESS_TOKEN_MS) / 1000))
        .sign(signer),
    /** The claims, or null when it is forged, expired or malformed. */
    async verify(token: string): Promise<z.infer<typeof claims> | null> {
      for (const secret of secrets) {
        try {
          const { payload } = await jwtVerify(token, secret, { algorithms: ["HS256"], audience: AUDIENCE });
          return claims.parse(payload);
        } catch {
          continue;
        }
      }
      return null;
    },
  };
}

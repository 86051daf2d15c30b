/** What a GPU host dials in with: signed, so that a forged one is refused before any database is asked. */
import { agentId } from "@llamasketch/contract";
import { SignJWT, jwtVerify } from "jose";
import { z } from "zod";
import type { HostClaims } from "../http/caller.ts";

const claims = z.object({
  use: z.literal("host"),
  sub: agentId,
  jti: z.string().min(1),
  /** None: it holds until it is revoked. */
  exp: z.number().optional(),
});

/** Carries a verified host to the dispatcher; set by the Worker alone, whatever a caller sends. */
export const HOST_HEADER = "x-host";

/** Longest that is looked at. */
const CREDENTIAL_MAX_CHARS = 1000;

export function createHostCredentials(keys: readonly string[]) {
  const secrets = keys.map((key) => new TextEncoder().encode(key));
  const [signer = new Uint8Array()] = secrets;
  return {
    sign(id: string, expiresAtMs: number | null = null): Promise<string> {
      const jwt = new SignJWT({ use: "host", sub: id, jti: crypto.randomUUID() }).setProtectedHeader({
        alg: "HS256",
      });
      if (expiresAtMs !== null) jwt.setExpirationTime(Math.floor(expiresAtMs / 1000));
      return jwt.sign(signer);
    },
    /** Null when it is forged, expired, or of another use. */
    async verify(credential: string): Promise<HostClaims | null> {
      if (credential.length > CREDENTIAL_MAX_CHARS) return null;
      for (const secret of secrets) {
        try {
          const { payload } = await jwtVerify(credential, secret, { algorithms: ["HS256"] });
          const { sub, exp } = claims.parse(payload);
          return { id: sub, expiresAtMs: exp === undefined ? null : exp * 1000 };
        } catch {
          continue;
        }
      }
      return null;
    },
  };
}

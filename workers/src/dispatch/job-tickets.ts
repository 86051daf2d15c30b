/** Leave to read or write one key of one run, until its lease ends. Forged ones are refused without a database. */
import { agentId, jobId } from "@llamasketch/contract";
import { SignJWT, jwtVerify } from "jose";
import { z } from "zod";

const AUDIENCE = "llamasketch-job";
export const clipLength = z.object({ frames: z.int(), durationMs: z.int() });

const claims = z.object({
  /** The one address it opens. */
  path: z.string(),
  access: z.enum(["read", "write"]),
  key: z.string(),
  job: jobId,
  /** Whose run it is: a host whose credential was revoked reads and writes no more. */
  host: agentId,
  /** Of a result: what it must measure. A small picture need not. */
  widthPx: z.int().nullable(),
  heightPx: z.int().nullable(),
  /** Of a clip: how many pictures it has at most, and how long it lasts. Null: it does not move. */
  clip: clipLength.nullable().default(null),
  exp: z.number(),
});
export type JobTicketClaims = Omit<z.infer<typeof claims>, "exp">;

export function createJobTickets(keys: readonly string[]) {
  const secrets = keys.map((key) => new TextEncoder().encode(key));
  const [signer = new Uint8Array()] = secrets;
  return {
    sign: (asked: JobTicketClaims, endsAtMs: number): Promise<string> =>
      new SignJWT(asked)
        .setProtectedHeader({ alg: "HS256" })
        .setAudience(AUDIENCE)
        .setExpirationTime(Math.ceil(endsAtMs / 1000))
        .sign(signer),
    /** The claims, or null when it is forged, expired, or for another address or use. */
    async verify(ticket: string, path: string, access: "read" | "write"): Promise<JobTicketClaims | null> {
      for (const secret of secrets) {
        try {
          const { payload } = await jwtVerify(ticket, secret, { algorithms: ["HS256"], audience: AUDIENCE });
          const found = claims.parse(payload);
          return found.path === path && found.access === access ? found : null;
        } catch {
          continue;
        }
      }
      return null;
    },
  };
}

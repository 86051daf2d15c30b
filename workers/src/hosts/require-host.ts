import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";
import { siteLane, wrongSecret } from "../http/wrong-secrets.ts";
import type { HostClaims } from "./credentials.ts";

/** The host whose credential the request carries; throws unless it is sound and was not revoked. */
export async function requireHost(c: Context<App>): Promise<HostClaims> {
  const { hostCredentials, hosts } = c.get("services");
  const header = c.req.header("authorization");
  const given = header?.startsWith("Bearer ") ? header.slice("Bearer ".length) : "";
  const host = await hostCredentials.verify(given);
  // Only a sound one costs a look into the database.
  if (host && (await hosts.isWelcome(host.id))) return host;
  const unknown = new ApiError(
    "unauthorized",
    "This host credential is not known, was revoked or has expired.",
    {
      hint: "The operator makes another with POST /api/operator/hosts.",
    },
  );
  throw await wrongSecret(c, siteLane(c), unknown);
}

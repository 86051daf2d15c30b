import { bearerOf } from "../http/bearer.ts";
import type { Caller, HostClaims } from "../http/caller.ts";
import { ApiError } from "../http/errors.ts";
import { siteLane, wrongSecret } from "../http/wrong-secrets.ts";

/** The host whose credential the request carries; throws unless it is sound and was not revoked. */
export async function requireHost(caller: Caller): Promise<HostClaims> {
  const { hostCredentials, hosts } = caller.ports;
  const host = await hostCredentials.verify(bearerOf(caller.header("authorization")) ?? "");
  // Only a sound one costs a look into the database.
  if (host && (await hosts.isWelcome(host.id))) return host;
  const unknown = new ApiError("unauthorized", "This host credential is invalid, revoked or expired.", {
    hint: "The operator makes another with POST /api/operator/hosts.",
  });
  throw await wrongSecret(caller, siteLane(caller), unknown);
}

import type { Context } from "hono";
import { bearerOf } from "../http/bearer.ts";
import type { App } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";
import { siteLane, wrongSecret } from "../http/wrong-secrets.ts";
import type { HostClaims } from "./credentials.ts";

/** The host whose credential the request carries; throws unless it is sound and was not revoked. */
export async function requireHost(c: Context<App>): Promise<HostClaims> {
  const { hostCredentials, hosts } = c.get("services");
  const host = await hostCredentials.verify(bearerOf(c.req.header("authorization")) ?? "");
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

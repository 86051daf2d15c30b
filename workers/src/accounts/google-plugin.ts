import { genericOAuth } from "better-auth/plugins/generic-oauth";
import type { GoogleConfig } from "../config.ts";

/** An OpenID provider that is found by its issuer: Google's own, or one of the same kind in development. */
export function googlePlugin(
  { issuer, clientId, clientSecret }: GoogleConfig,
  parts: {
    /** An address was proved. */
    claim(email: string): Promise<void>;
  },
) {
  return genericOAuth({
    config: [
      {
        providerId: "google",
        discoveryUrl: `${issuer}/.well-known/openid-configuration`,
        clientId,
        clientSecret,
        scopes: ["openid", "email", "profile"],
        pkce: true,
        prompt: "select_account",
        requireIdTokenVerification: true,
        requireEmailVerification: true,
        async mapProfileToUser(profile) {
          // An account begun with this address by who could not prove it must not keep its owner out.
          if (profile.emailVerified === true && typeof profile.email === "string")
            await parts.claim(profile.email);
          return { image: undefined };
        },
      },
    ],
  });
}

import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { engineTables } from "@llamasketch/db/engine";
import { defineFeature, type Feature, type PersonExport } from "../feature.ts";
import { createAccessTokens } from "./access-tokens.ts";
import { createDeviceStore } from "./device-store.ts";
import { createEngine, type Engine } from "./engine.ts";
import { accountFile } from "./export.ts";
import { createKeyStore } from "./key-store.ts";
import { postLetter } from "./mailbox.ts";
import { purgeUser } from "./purge-user.ts";
import { registerAccountRoutes } from "./routes.ts";
import { createAccountStore } from "./store.ts";
import { createTriesStore } from "./tries-store.ts";
import { createUsageStore } from "./usage-store.ts";

declare module "../ports.ts" {
  interface Ports {
    accounts: ReturnType<typeof createAccountStore>;
    devices: ReturnType<typeof createDeviceStore>;
    keys: ReturnType<typeof createKeyStore>;
    tries: ReturnType<typeof createTriesStore>;
    usage: ReturnType<typeof createUsageStore>;
    accessTokens: ReturnType<typeof createAccessTokens>;
    engine(deviceName: string): Engine;
    /** Of all features, in their order. */
    exports: readonly PersonExport[];
    erasers: readonly NonNullable<Feature["erase"]>[];
    writers: readonly NonNullable<Feature["writeDown"]>[];
    links: readonly NonNullable<Feature["link"]>[];
  }
}

export const accounts = defineFeature({
  name: "accounts",
  tags: {
    account: "Accounts: signing in, devices, keys",
    me: "Who is asking",
  },
  pages: [
    "/sign-in",
    "/sign-in/new",
    "/sign-in/forgot",
    "/sign-in/link",
    "/sign-in/confirm",
    "/sign-in/reset",
    "/account",
    "/account/webhooks",
    "/account/gone",
  ],
  ports: ({ db, config, secrets, commit }, all) => {
    const devices = createDeviceStore(db);
    const keys = createKeyStore(db);
    const accounts = createAccountStore(db);
    return {
      accounts,
      devices,
      keys,
      tries: createTriesStore(db),
      usage: createUsageStore(db),
      accessTokens: createAccessTokens(secrets.tokenKeys),
      engine: (deviceName: string): Engine =>
        createEngine(
          {
            database: drizzleAdapter(db, { provider: "sqlite", schema: engineTables }),
            keys: secrets.tokenKeys,
            publicUrl: config.publicUrl,
            apiUrl: config.apiUrl,
            google: config.google,
            post: (letter) => postLetter(all(), letter, Date.now()),
            claim: async (email) => void (await commit(accounts.claim(email, Date.now()))),
            shutOut: async (userId, revokeKeys) =>
              void (await commit([
                ...devices.signOutAll(userId, Date.now()),
                ...(revokeKeys ? [keys.revokeAll(userId)] : []),
              ])),
          },
          deviceName,
        ),
    };
  },
  routes: registerAccountRoutes,
  effects: { purge_user: purgeUser },
  export: accountFile,
});

/** Tests that run inside workerd, against the Worker as `wrangler.toml` describes it. Nothing in it is replaced. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { startGoogleDouble } from "@llamasketch/testing/google";
import { startTurnstileDouble } from "@llamasketch/testing/turnstile";
import { defineConfig } from "vitest/config";
import { SECRETS, VARS } from "./test/secrets.ts";

const at = (path: string): string => join(import.meta.dirname, path);

async function googleVars(): Promise<Record<string, string>> {
  const { issuer, clientId, clientSecret } = await startGoogleDouble();
  return { GOOGLE_ISSUER: issuer, GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret };
}

// The assets binding wants its folder, built or not.
mkdirSync(at("../web/dist"), { recursive: true });

export default defineConfig(async () => ({
  root: at("."),
  plugins: [
    cloudflareTest({
      wrangler: { configPath: at("../wrangler.toml") },
      miniflare: {
        bindings: {
          ...(await googleVars()),
          ...SECRETS,
          ...VARS,
          TURNSTILE_URL: (await startTurnstileDouble(SECRETS.TURNSTILE_SECRET)).url,
          TURNSTILE_SITE_KEY: "local",
          TEST_MIGRATIONS: await readD1Migrations(at("../migrations")),
        },
        // Empty, for the tests of the migrations themselves.
        d1Databases: ["SPARE_DB"],
      },
    }),
  ],
  test: {
    name: "workerd",
    include: ["test/**/*.test.ts"],
    setupFiles: [at("./test/setup.ts")],
    // It names files of Node that it does not use here; bundled, as it is for the Worker, they are left out.
    deps: { optimizer: { ssr: { enabled: true, include: ["mediabunny"] } } },
    isolate: false,
    maxWorkers: 3,
    // Sockets, alarms and evictions on a busy machine: what fails twice is broken.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}));

import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach } from "vitest";
import { overview } from "./people.ts";
import { eventually, hangUpAll } from "./wire.ts";

await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);

/** No test meets another's hosts. */
afterEach(async () => {
  hangUpAll();
  await eventually(
    async () => (await overview()).hosts.every((host) => !host.connected),
    "every host has left",
  );
});

import { applyD1Migrations, evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, afterEach, expect } from "vitest";
import { forgetHosts } from "../src/dispatch/hosts-told.ts";
import { forgetSaid, leaks, takeLines } from "./logs.ts";
import { overview } from "./people.ts";
import { rememberStatements, scansSaid } from "./statements/executed.ts";
import { eventually, hangUpAll } from "./wire.ts";

await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
rememberStatements(env.DB);

/** Logs carry ids and numbers only, whatever was said. */
afterAll(() => {
  expect(leaks(takeLines())).toEqual([]);
  forgetSaid();
});

/** Nothing that was said reads a table that grows. */
afterAll(async () => {
  expect(await scansSaid(env.DB)).toEqual([]);
});

/** No test meets another's hosts, nor stands in its line. */
afterEach(async () => {
  hangUpAll();
  forgetHosts();
  await eventually(
    async () => (await overview()).hosts.every((host) => !host.connected),
    "every host has left",
  );
  await evictDurableObject(env.DISPATCHERS.getByName("local"));
});

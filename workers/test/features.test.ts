/** Features that do not fit together are refused before anything runs. */
import { env } from "cloudflare:workers";
import { OpenAPIHono } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { portsOf, sumsOf } from "../src/compose.ts";
import { defineFeature, type Feature } from "../src/feature.ts";
import { FEATURES } from "../src/features.ts";
import type { App } from "../src/http/context.ts";
import { defineRoute, registerStaffRoutes } from "../src/http/route.ts";
import { services } from "../src/services.ts";
import { registerHealthGet } from "../src/site/health.get.ts";

const withMore = (...more: Feature[]): readonly Feature[] => [...FEATURES, ...more];

describe("features that claim what is another's", () => {
  const nothing = () => Promise.resolve("done" as const);
  test.each<[string, Feature, string]>([
    ["its name", { name: "sketch" }, "sketch: registered twice"],
    ["an outbox kind", { name: "planted", effects: { purge_sketch: nothing } }, "both sketch and planted"],
    ["a sweep", { name: "planted", cron: { ledger: nothing } }, "cron ledger: both ledger and planted"],
    [
      "a kind of work",
      { name: "planted", workJudges: { job: () => Promise.resolve(true) } },
      "workJudges job",
    ],
    ["a reference", { name: "planted", statementReferences: { sketch: { work: "" } } }, "both sketch and"],
  ])("%s", (_what, feature, message) => {
    expect(() => sumsOf(withMore(feature))).toThrow(message);
  });

  test("a port", () => {
    const planted = defineFeature({ name: "planted", ports: () => ({ sketches: {} }) });
    const { commit, config, secrets } = services(env);
    const given = { env, db: {} as never, commit, config, secrets };
    expect(() => portsOf(withMore(planted), {}, given)).toThrow("port sketches: planted makes it again");
  });

  test("a route", () => {
    const about = { operationId: "planted", summary: "planted", responses: {} };
    expect(() =>
      defineRoute({ who: "nobody", limit: null }, { method: "get", path: "/api/health", ...about }),
    ).toThrow("GET /api/health is declared twice");
  });
});

test("a kind of outbox entry that no feature carries out is refused", () => {
  const less = FEATURES.filter(({ name }) => name !== "notify");
  expect(() => sumsOf(less)).toThrow("outbox kind mail_end: no feature carries it out");
});

test("a staff route that others may call is refused", () => {
  const app = new OpenAPIHono<App>();
  expect(() => registerStaffRoutes(app, "planted", () => void registerHealthGet(app))).toThrow(
    "planted: GET /api/health is a staff route, and open to nobody",
  );
});

import { defineFeature } from "../feature.ts";
import { BUCKETS, type BucketName } from "../http/buckets.ts";
import { registerHealthGet } from "./health.get.ts";
import { registerOpenApiGet } from "./openapi.get.ts";

declare module "../ports.ts" {
  interface Bindings extends Record<(typeof BUCKETS)[BucketName]["binding"], RateLimit> {}
  interface Ports {
    /** Of all features. */
    tags: Readonly<Record<string, string>>;
    isPagePath(pathname: string): boolean;
    /** Takes one from a bucket; false when it is empty. */
    limiter(name: BucketName): (key: string) => Promise<boolean>;
  }
}

export const site = defineFeature({
  name: "site",
  tags: {
    health: "Whether it is there",
    openapi: "This contract",
  },
  ports: ({ env, config }) => ({
    limiter: (name: BucketName) => async (key: string) =>
      !config.hasLimits || (await env[BUCKETS[name].binding].limit({ key })).success,
  }),
  routes(app) {
    registerHealthGet(app);
    registerOpenApiGet(app);
  },
});

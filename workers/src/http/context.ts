import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Identity } from "../accounts/identity.ts";
import type { HostClaims } from "../hosts/credentials.ts";
import type { Bindings, Services } from "../services.ts";

/** What every handler finds on its context. */
export interface App {
  Bindings: Bindings;
  Variables: {
    requestId: string;
    services: Services;
    /** Who asks; `userId` is the same, for what is owned. */
    identity: Identity | null;
    userId: string | null;
    /** The GPU host that asks; null on every route that is not for one. */
    host: HostClaims | null;
  };
}

export type AppInstance = OpenAPIHono<App>;

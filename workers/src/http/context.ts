import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Bindings, Ports } from "../ports.ts";
import type { HostClaims, Identity } from "./caller.ts";
import type { Doors } from "./doors.ts";

/** What every handler finds on its context. */
export interface App {
  Bindings: Bindings;
  Variables: {
    requestId: string;
    services: Ports;
    doors: Doors;
    /** Who asks; `userId` is the same, for what is owned. */
    identity: Identity | null;
    userId: string | null;
    /** The GPU host that asks; null on every route that is not for one. */
    host: HostClaims | null;
  };
}

export type AppInstance = OpenAPIHono<App>;

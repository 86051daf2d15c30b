import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Bindings, Services } from "../services.ts";

/** What every handler finds on its context. */
export interface App {
  Bindings: Bindings;
  Variables: { requestId: string; services: Services; userId: string | null };
}

export type AppInstance = OpenAPIHono<App>;

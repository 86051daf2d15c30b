import type { Context } from "hono";
import type { Caller } from "./caller.ts";
import type { App } from "./context.ts";
import { clearCookie, readCookie, writeCookie } from "./cookies.ts";

export const callerOf = (c: Context<App>): Caller => ({
  requestId: c.get("requestId"),
  ports: c.get("services"),
  identity: c.get("identity"),
  userId: c.get("userId"),
  host: c.get("host"),
  request: c.req.raw,
  path: c.req.path,
  cookies: {
    read: (name) => readCookie(c, name),
    write: (name, value, lifeS) => writeCookie(c, name, value, lifeS),
    clear: (name) => clearCookie(c, name),
  },
  header: (name) => c.req.header(name),
});

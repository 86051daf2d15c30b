import { createRoute } from "@hono/zod-openapi";
import { googleStart } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { json } from "../../http/route.ts";
import { writeCookie } from "../cookies.ts";
import { digestOf } from "../digest.ts";
import { engineFor } from "../enter.ts";

const route = createRoute({
  method: "post",
  path: "/api/account/google",
  responses: { 200: json(googleStart, "Where to go to sign in with Google") },
});

export const registerGoogleStart = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const started = await engineFor(c).startGoogle();
    if (!started) throw new ApiError("unavailable", "Signing in with Google is not set up here.");
    // Only the browser that went there may come back.
    await writeCookie(c, "ls_asked", await digestOf(`google:${started.state}`));
    return c.json({ url: started.url }, 200);
  });

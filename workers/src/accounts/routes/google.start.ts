import { callerOf } from "../../http/caller-of.ts";
import { errorBody, googleStart } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { notFound } from "../../http/errors.ts";
import { defineRoute, json } from "../../http/route.ts";
import { writeCookie } from "../../http/cookies.ts";
import { digestOf } from "../../digest.ts";
import { engineFor } from "../enter.ts";

const route = defineRoute(
  { who: "anyone", limit: "secret", banned: "welcome" },
  {
    method: "post",
    path: "/api/account/google",
    operationId: "startGoogleSignIn",
    summary: "Begins to sign in with Google",
    responses: {
      200: json(googleStart, "Where to go to sign in with Google"),
      404: json(errorBody, "Google is not set up here"),
    },
  },
);

export const registerGoogleStart = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const started = await engineFor(callerOf(c)).startGoogle();
    if (!started) throw notFound("way to sign in");
    // Only the browser that went there may come back.
    await writeCookie(c, "ls_asked", await digestOf(`google:${started.state}`));
    return c.json({ url: started.url }, 200);
  });

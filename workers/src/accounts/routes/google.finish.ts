import { callerOf } from "../../http/caller-of.ts";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute } from "../../http/route.ts";
import { ApiError } from "../../http/errors.ts";
import { engineFor, enter } from "../enter.ts";
import { wasAskedHere } from "../proof-asked.ts";

const short = z.string().max(2000).optional();
const route = defineRoute(
  { who: "anyone", limit: "secret", banned: "welcome" },
  {
    method: "get",
    path: "/api/account/callback/google",
    operationId: "finishGoogleSignIn",
    summary: "Where Google sends the browser back to",
    request: { query: z.object({ state: short, code: short, error: short, iss: short }) },
    responses: { 302: { description: "Back to the page, signed in or with the reason why not" } },
  },
);

export const registerGoogleFinish = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { publicUrl } = c.get("services").config;
    const given = c.req.valid("query");
    const query = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Record<string, string>;
    const isOurs = await wasAskedHere(callerOf(c), `google:${given.state ?? ""}`);
    const opened = isOurs && given.code ? await engineFor(callerOf(c)).finishGoogle(query) : null;
    if (!opened) return c.redirect(`${publicUrl}/sign-in?problem=google`, 302);
    try {
      await enter(callerOf(c), opened);
    } catch (error) {
      if (error instanceof ApiError) return c.redirect(`${publicUrl}/sign-in?problem=closed`, 302);
      throw error;
    }
    return c.redirect(`${publicUrl}/account`, 302);
  });

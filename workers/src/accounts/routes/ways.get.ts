import { signInWays } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";

const route = defineRoute(
  { who: "nobody", limit: null },
  {
    method: "get",
    path: "/api/account/ways",
    operationId: "getSignInWays",
    summary: "Ways to sign in here",
    responses: { 200: json(signInWays, "How one can sign in here, beside a mailed link and a password") },
  },
);

export const registerWaysGet = (app: AppInstance) =>
  app.openapi(route, (c) => {
    const { google, isDevelopment } = c.get("services").config;
    return c.json({ google: google !== null, outbox: isDevelopment ? "/dev/mail" : null }, 200);
  });

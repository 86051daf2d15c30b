import { callerOf } from "../../http/caller-of.ts";
import { accountView } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { budgetOf } from "../../storage/budget.ts";
import { requireUser } from "../../http/require-caller.ts";
import { storageOf, usageOf } from "../usage.ts";

const route = defineRoute(
  { who: "owner", limit: "read", banned: "welcome" },
  {
    method: "get",
    path: "/api/account",
    operationId: "getAccount",
    summary: "The account, what was used, how one signs in",
    responses: { 200: json(accountView, "What is kept here, what was used, and how one signs in") },
  },
);

export const registerAccountGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const nowMs = Date.now();
    const id = requireUser(callerOf(c));
    const account = c.get("identity")?.account ?? null;
    const [storage, usage, ways] = await Promise.all([
      storageOf(services, { id, plan: account?.plan ?? "free" }, await budgetOf(callerOf(c), nowMs)),
      usageOf(services, id, nowMs),
      services.accounts.waysOf(id),
    ]);
    const [hasPassword, hasGoogle] = [ways.includes("credential"), ways.includes("google")];
    return c.json({ storage, usage, hasPassword, hasGoogle }, 200);
  });

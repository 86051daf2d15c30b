import { callerOf } from "../../http/caller-of.ts";
import { adminLook, adminUserView } from "@llamasketch/contract";
import { balanceOf } from "../../ledger/balance.ts";
import { planOf } from "../../plan.ts";
import { storageOf, usageOf } from "../../accounts/usage.ts";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { audited, personParams, requirePerson } from "../staff.ts";
import { auditLineOf, userLineOf } from "../views.ts";

const AUDIT_SHOWN = 20;

const route = defineRoute(
  { who: "moderator", limit: "write" },
  {
    method: "post",
    path: "/api/admin/users/{id}/look",
    operationId: "lookAtUser",
    summary: "Looks at a person, for a reason",
    request: { ...personParams, ...body(adminLook) },
    responses: {
      200: json(adminUserView, "What there is to know of a person; that it was looked at is written down"),
    },
  },
);

export const registerAdminUsersLook = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const nowMs = Date.now();
    const person = await requirePerson(callerOf(c), c.req.valid("param").id);
    await services.commit([audited(callerOf(c), "look_at_user", person.id, c.req.valid("json").reason)]);
    const [balance, storage, usage, devices, lines] = await Promise.all([
      balanceOf(services, person.id, nowMs),
      storageOf(services, person, planOf(person.plan).limits.storedBytes),
      usageOf(services, person.id, nowMs),
      services.people.deviceCount(person.id, nowMs),
      services.audit.list({ subject: person.id }, AUDIT_SHOWN),
    ]);
    const audit = lines.map(auditLineOf);
    return c.json({ ...userLineOf(person), balance, storage, usage, devices, audit }, 200);
  });

import { callerOf } from "../../http/caller-of.ts";
import { adminRole, adminUserLine } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { body, conflict, defineRoute, json } from "../../http/route.ts";
import { audited, personParams, requireBelow, requirePerson } from "../staff.ts";
import { userLineOf } from "../views.ts";

const route = defineRoute(
  { who: "admin", limit: "write" },
  {
    method: "post",
    path: "/api/admin/users/{id}/role",
    operationId: "setUserRole",
    summary: "Changes a user's role",
    request: { ...personParams, ...body(adminRole) },
    responses: {
      200: json(adminUserLine, "The role is theirs from the next request on"),
      ...conflict("A visitor, or somebody who is gone, has no role"),
    },
  },
);

export const registerAdminUsersRole = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { accounts, commit } = c.get("services");
    const person = await requirePerson(callerOf(c), c.req.valid("param").id);
    requireBelow(callerOf(c), person);
    if (person.kind !== "account" || person.deletedAt !== null)
      throw new ApiError("conflict", "Only accounts have roles.");
    const { role, reason } = c.req.valid("json");
    // Said twice it was done once.
    if (role === person.role) return c.json(userLineOf(person), 200);
    await commit([
      audited(
        callerOf(c),
        "set_role",
        person.id,
        reason,
        { from: person.role, to: role },
        { person: person.id, hasRole: person.role },
      ),
      accounts.setRole(person.id, { from: person.role, to: role }, Date.now()),
    ]);
    return c.json(userLineOf(await requirePerson(callerOf(c), person.id)), 200);
  });

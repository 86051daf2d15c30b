import { adminOutboxEntry, adminRetry } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import { audited } from "../staff.ts";
import { callerOf } from "../../http/caller-of.ts";
import type { AppInstance } from "../../http/context.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { body, conflict, defineRoute, json } from "../../http/route.ts";
import { isOutside } from "../../outbox-kinds.ts";
import { outboxEntryOf } from "../../outbox/views.ts";

const route = defineRoute(
  { who: "admin", limit: "write" },
  {
    method: "post",
    path: "/api/admin/outbox/{id}/retry",
    operationId: "retryParkedEntry",
    summary: "Has a parked effect tried again",
    // Some entries are named by what they are for.
    request: { params: z.object({ id: z.string().min(1).max(200) }), ...body(adminRetry) },
    responses: {
      200: json(adminOutboxEntry, "Parked no more: due now, with all its tries"),
      ...conflict("It is not parked: it is done, or tried by itself"),
    },
  },
);

export const registerAdminOutboxRetry = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { outbox, commit, pokeOutbox, pokeOutside } = c.get("services");
    const { id } = c.req.valid("param");
    const entry = await outbox.byId(id);
    if (!entry) throw notFound("entry of the outbox");
    const { kind, failures } = entry;
    const { reason } = c.req.valid("json");
    const [, [unparked]] = await commit([
      audited(
        callerOf(c),
        "retry_outbox",
        id,
        reason,
        { kind, failures },
        { outboxEntry: id, isParked: true },
      ),
      outbox.unpark(id, Date.now()),
    ]);
    if (!unparked) throw new ApiError("conflict", "This entry is not parked.");
    // Only a poke: if it is lost, the sweep finds the entry.
    const poke = isOutside(kind) ? pokeOutside([{ outboxId: id }]) : pokeOutbox(id);
    await poke;
    return c.json(outboxEntryOf(unparked), 200);
  });

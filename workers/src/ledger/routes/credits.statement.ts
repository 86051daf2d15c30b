import { callerOf } from "../../http/caller-of.ts";
import { statementQuery, statementView } from "@llamasketch/contract";
import { requireUser } from "../../http/require-caller.ts";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { defineRoute, json } from "../../http/route.ts";
import { readMark, statementLines, writeMark } from "../statement-lines.ts";

const PAGE = 50;

const route = defineRoute(
  { who: "owner", limit: "read" },
  {
    method: "get",
    path: "/api/credits/statement",
    operationId: "getStatement",
    summary: "Credits in and out",
    request: { query: statementQuery },
    responses: { 200: json(statementView, "The caller's own credits, in and out, newest first") },
  },
);

export const registerCreditsStatement = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const userId = requireUser(callerOf(c));
    const services = c.get("services");
    const { cursor } = c.req.valid("query");
    const after = cursor === undefined ? null : readMark(cursor);
    if (cursor !== undefined && !after)
      throw new ApiError("bad_request", "Some fields are invalid.", {
        fields: { cursor: "not a cursor" },
      });
    const holderId = await services.ledger.holderId(userId);
    const rows = await services.balances.statement(userId, holderId ?? null, "newest", after, PAGE + 1);
    const page = rows.slice(0, PAGE);
    const last = page.at(-1);
    return c.json(
      {
        lines: await statementLines(services, userId, page),
        nextCursor: rows.length > PAGE && last ? writeMark(last) : null,
      },
      200,
    );
  });

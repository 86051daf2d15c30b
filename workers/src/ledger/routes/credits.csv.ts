import { callerOf } from "../../http/caller-of.ts";
import { requireUser } from "../../http/require-caller.ts";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute } from "../../http/route.ts";
import { csvLines } from "../statement-csv.ts";

const route = defineRoute(
  { who: "owner", limit: "heavy" },
  {
    method: "get",
    path: "/api/credits/statement.csv",
    operationId: "getStatementCsv",
    summary: "Credits in and out, for a spreadsheet",
    responses: {
      200: { description: "The whole statement for a spreadsheet, oldest first, with a running balance" },
    },
  },
);

export const registerCreditsCsv = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const userId = requireUser(callerOf(c));
    const services = c.get("services");
    const holderId = await services.ledger.holderId(userId);
    const lines = csvLines(services, userId, holderId ?? null);
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const next = await lines.next();
        if (next.done) return controller.close();
        controller.enqueue(encoder.encode(next.value));
      },
    });
    return new Response(stream, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="credits.csv"',
      },
    });
  });

import { requireUser } from "../../accounts/identity.ts";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute } from "../../http/route.ts";
import type { Services } from "../../services.ts";
import type { StatementMark } from "../balance-store.ts";
import { csvLine } from "../csv.ts";
import { statementLines } from "../statement-lines.ts";

const PAGE = 90;

const route = defineRoute(
  { who: "owner", limit: "heavy" },
  {
    method: "get",
    path: "/api/credits/statement.csv",
    responses: {
      200: { description: "The whole statement for a spreadsheet, oldest first, with a running balance" },
    },
  },
);

export const registerCreditsCsv = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const userId = requireUser(c);
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

/** Page by page, so that no statement is too long. */
async function* csvLines(
  services: Services,
  userId: string,
  holderId: string | null,
): AsyncGenerator<string, void> {
  yield csvLine(["date", "kind", "what", "sketch", "credits", "balance"]);
  let after: StatementMark | null = null;
  let balance = 0;
  for (;;) {
    const rows = await services.balances.statement(userId, holderId, "oldest", after, PAGE);
    let text = "";
    for (const line of await statementLines(services, userId, rows)) {
      balance += line.units;
      text += csvLine([line.at, line.kind, line.text, line.sketch?.title ?? "", line.units, balance]);
    }
    if (text) yield text;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { at: last.at, id: last.id };
  }
}

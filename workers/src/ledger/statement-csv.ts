import type { PersonExport } from "../feature.ts";
import type { Ports } from "../ports.ts";
import type { StatementMark } from "./balance-store.ts";
import { CSV_START, csvLine } from "./csv.ts";
import { statementLines } from "./statement-lines.ts";

const PAGE = 90;

/** Page by page, so that no statement is too long. */
export async function* csvLines(
  services: Ports,
  userId: string,
  holderId: string | null,
): AsyncGenerator<string, void> {
  yield CSV_START + csvLine(["date (UTC)", "kind", "what", "sketch", "credits", "balance"]);
  let after: StatementMark | null = null;
  let balance = 0;
  for (;;) {
    const rows = await services.balances.statement(userId, holderId, "oldest", after, PAGE);
    let text = "";
    for (const line of await statementLines(services, userId, rows)) {
      balance += line.units;
      text += csvLine([
        new Date(line.at),
        line.kind,
        line.text,
        line.sketch?.title ?? "",
        line.units,
        balance,
      ]);
    }
    if (text) yield text;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { at: last.at, id: last.id };
  }
}

/** The statement lies in every part. */
export const statementFile: PersonExport = {
  reads: () => Promise.resolve(0),
  async *files(ports, { userId }) {
    const holderId = (await ports.ledger.holderId(userId)) ?? null;
    yield { name: "credits.csv", lastModified: new Date(), input: csvLines(ports, userId, holderId) };
  },
};

import type { AppInstance } from "../http/context.ts";
import { registerCreditsCsv } from "./routes/credits.csv.ts";
import { registerCreditsGet } from "./routes/credits.get.ts";
import { registerCreditsStatement } from "./routes/credits.statement.ts";
import { registerPlansGet } from "./routes/plans.get.ts";
import { registerQuotesCreate } from "./routes/quotes.create.ts";

export function registerLedgerRoutes(app: AppInstance): void {
  registerPlansGet(app);
  registerQuotesCreate(app);
  registerCreditsGet(app);
  registerCreditsStatement(app);
  registerCreditsCsv(app);
}

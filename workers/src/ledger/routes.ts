import type { AppInstance } from "../http/context.ts";
import { registerCreditsCsv } from "./routes/credits.csv.ts";
import { registerCreditsStatement } from "./routes/credits.statement.ts";

export function registerLedgerRoutes(app: AppInstance): void {
  registerCreditsStatement(app);
  registerCreditsCsv(app);
}

import { defineFeature, type StatementReference } from "../feature.ts";
import { createBalanceStore } from "./balance-store.ts";
import { checkLedger } from "./check-ledger.ts";
import { expireBuckets } from "./expire-buckets.ts";
import { moveBalance } from "./move-balance.ts";
import { registerLedgerRoutes } from "./routes.ts";
import { registerOperatorLedger } from "./routes/operator-ledger.ts";
import { statementFile } from "./statement-csv.ts";
import { createLedgerStore } from "./store.ts";
import { sweepHolds, type WorkJudges } from "./sweep-holds.ts";
import { createWatchStore } from "./watch-store.ts";

declare module "../ports.ts" {
  interface Ports {
    ledger: ReturnType<typeof createLedgerStore>;
    balances: ReturnType<typeof createBalanceStore>;
    watch: ReturnType<typeof createWatchStore>;
    /** Of all features. */
    workJudges: WorkJudges;
    statementReferences: Readonly<Record<string, StatementReference>>;
  }
}

export const ledger = defineFeature({
  name: "ledger",
  ports: ({ env, db }) => ({
    ledger: createLedgerStore(db, env.DB),
    balances: createBalanceStore(db),
    watch: createWatchStore(db),
  }),
  routes: registerLedgerRoutes,
  staffRoutes: registerOperatorLedger,
  effects: { move_balance: moveBalance },
  cron: {
    holds: (ports, nowMs, hasTime) => sweepHolds(ports, ports.workJudges, nowMs, hasTime),
    buckets: expireBuckets,
    ledger: (ports, nowMs, hasTime) => checkLedger(ports, ports.workJudges, nowMs, hasTime),
  },
  link: ({ ledger }, visitorId, accountId, nowMs) => ledger.follow(visitorId, accountId, nowMs),
  export: statementFile,
});

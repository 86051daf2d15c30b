import type { AppInstance } from "../../http/context.ts";
import { ledgerWatchView } from "@llamasketch/contract";
import { defineRoute, json } from "../../http/route.ts";

const CHECKS = 14;
const ALARMS = 100;

const route = defineRoute(
  { who: "operator", limit: null },
  {
    method: "get",
    path: "/api/operator/ledger",
    operationId: "getLedgerChecks",
    summary: "What the checks of the books found",
    responses: { 200: json(ledgerWatchView, "What the daily checks of the books found") },
  },
);

/** For the operator: what the daily checks of the books found. */
export const registerOperatorLedger = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { watch } = c.get("services");
    const [checks, alarms] = await Promise.all([watch.lastChecks(CHECKS), watch.alarms(ALARMS)]);
    return c.json(
      {
        checks: checks.map(({ day, at, divergences }) => ({
          day,
          at: new Date(at).toISOString(),
          divergences,
        })),
        alarms: alarms.map(({ id, kind, subject, detail, raisedAt }) => ({
          id,
          kind,
          subject,
          detail: JSON.parse(detail) as unknown,
          raisedAt: new Date(raisedAt).toISOString(),
        })),
      },
      200,
    );
  });

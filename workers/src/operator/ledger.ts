import type { AppInstance } from "../http/context.ts";
import { requireBearer } from "../http/bearer.ts";

const CHECKS = 14;
const ALARMS = 100;

/** For the operator: what the daily checks of the books found. */
export const registerOperatorLedger = (app: AppInstance) =>
  app.get("/api/operator/ledger", async (c) => {
    const { secrets, watch } = c.get("services");
    await requireBearer(c.req.header("authorization"), secrets.operatorToken);
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

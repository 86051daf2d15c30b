/** What became of every job, from the database itself and from what its addresses give. */
import { openDatabase } from "../crash/books.ts";

/** Webhooks that were asked for and not yet heard or given up. */
export function openDeliveries(stateDir: string): number {
  const database = openDatabase(stateDir);
  try {
    const sql = "SELECT count(*) AS n FROM webhook_deliveries WHERE state = 'pending'";
    return Number(database.prepare(sql).get()?.n ?? 0);
  } finally {
    database.close();
  }
}

export interface Outcome {
  jobs: number;
  succeeded: number;
  failed: number;
  cancelled: number;
  lost: number;
  doubled: number;
  reruns: number;
  storedMinusCaptured: number;
}

/** `ids`: what callers were told is theirs. `opened`: those of which every result was read back through its address. */
export function readOutcome(
  stateDir: string,
  ids: ReadonlySet<string>,
  opened: ReadonlySet<string> = new Set(),
): Outcome {
  const database = openDatabase(stateDir);
  try {
    const rows = database.prepare("SELECT id, state, attempt, units, outputs FROM jobs").all() as {
      id: string;
      state: string;
      attempt: number;
      units: number;
      outputs: number;
    }[];
    const of = (state: string): number => rows.filter((row) => row.state === state).length;
    const count = (sql: string): number => Number(database.prepare(sql).get()?.n ?? 0);
    const known = new Set(rows.map(({ id }) => id));
    const open = of("queued") + of("running");
    const stored = rows.reduce((sum, { id, units }) => sum + (opened.has(id) ? units : 0), 0);
    const captured = count(
      "SELECT coalesce(sum(amount), 0) AS n FROM ledger_operations WHERE kind = 'capture' AND hold_id LIKE 'hold:job%'",
    );
    return {
      jobs: rows.length,
      succeeded: of("succeeded"),
      failed: of("failed"),
      cancelled: of("cancelled"),
      lost: open + [...ids].filter((id) => !known.has(id)).length,
      // Stored with results of two runs, more results than were asked for, or runs that were done twice.
      doubled:
        count(
          "SELECT count(*) AS n FROM (SELECT job_id FROM job_results GROUP BY job_id HAVING count(DISTINCT attempt) > 1)",
        ) +
        count(
          "SELECT count(*) AS n FROM (SELECT job_id FROM job_runs WHERE outcome = 'done' GROUP BY job_id HAVING count(*) > 1)",
        ) +
        count(
          "SELECT count(*) AS n FROM (SELECT hold_id FROM ledger_operations WHERE kind = 'capture' GROUP BY hold_id HAVING count(*) > 1)",
        ),
      reruns: rows.reduce((sum, { attempt }) => sum + Math.max(0, attempt - 1), 0),
      storedMinusCaptured: stored - captured,
    };
  } finally {
    database.close();
  }
}

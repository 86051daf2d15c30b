/** What one job writes and reads in the database, by D1's own count. `bench/jobs/cost.ts` has the same figures. */
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { services } from "../../src/services.ts";
import { admitJob } from "../../src/jobs/admit-job.ts";
import { dispatchJob } from "../../src/jobs/dispatch-job.ts";
import { runOutboxEntry } from "../../src/outbox/outbox-run.ts";
import { settleRun } from "../../src/jobs/settle-job.ts";
import { JobHost, admission, endAllJobs, newPayer, leave } from "./stage.ts";
import { openOfKind } from "../outbox.ts";

// Two of them, and two rows, are of its owner's storage: set aside when it comes in, counted when it ends.
const STATEMENTS_MAX = 16;
const ROWS_WRITTEN_MAX = 24;
// 85 in an empty database; indexes are deeper in a full one, as it is after other tests.
const ROWS_READ_MAX = 150;

afterEach(endAllJobs);

interface Counted {
  statements: number;
  rowsWritten: number;
  rowsRead: number;
}

/** The database, with what every statement says of itself added up. */
function counting(counted: Counted): D1Database {
  const note = <T>(result: D1Result<T>): D1Result<T> => {
    counted.statements += 1;
    counted.rowsWritten += result.meta.rows_written;
    counted.rowsRead += result.meta.rows_read;
    return result;
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => wrap(target.bind(...values));
        if (name === "all" || name === "run") return async () => note(await target.all());
        if (name === "raw") {
          return async () => {
            const { results } = note(await target.all<Record<string, unknown>>());
            return results.map((row) => Object.values(row));
          };
        }
        if (name === "inner") return target;
        return Reflect.get(target, name) as unknown;
      },
    });
  return new Proxy(env.DB, {
    get(target, name) {
      if (name === "prepare") return (text: string) => wrap(target.prepare(text));
      if (name === "batch") {
        return async (statements: (D1PreparedStatement & { inner?: D1PreparedStatement })[]) =>
          (await target.batch(statements.map((one) => one.inner ?? one))).map(note);
      }
      return Reflect.get(target, name) as unknown;
    },
  });
}

test("at most 16 statements from intake to done, and the rows that the price list is reckoned with", async () => {
  const payer = await newPayer(10);
  const counted: Counted = { statements: 0, rowsWritten: 0, rowsRead: 0 };
  const known = services({ ...env, DB: counting(counted) });
  // The queue's consumer and the dispatcher have databases of their own to count: their part is done here by hand.
  const quiet = {
    ...known,
    pokeJob: () => Promise.resolve({} as never),
    dispatcher: () => ({ enqueueJob: () => Promise.resolve() }) as never,
  };
  const job = await admitJob(quiet, leave(), admission(payer), Date.now());
  const [entry] = await openOfKind("dispatch_job");
  await runOutboxEntry(quiet, { dispatch_job: dispatchJob } as never, entry?.id ?? "", Date.now());
  const host = await JobHost.start();
  const [[row]] = await known.commit([
    known.jobs.begin(job.id, { holder: host.agent.agentId, attempt: 0, nowMs: Date.now() }),
  ]);
  expect(row?.attempt).toBe(1);
  const key = (name: string) => `jobs/${job.id}/1/${name}`;
  const about = { customMetadata: { format: "png", widthPx: "64", heightPx: "64" } };
  const { etag, size } = await env.MEDIA.put(key("0"), "a", about);
  const small = await env.MEDIA.put(key("0-thumbnail"), "b");
  const result = {
    etag,
    bytes: size,
    format: "png" as const,
    widthPx: 64,
    heightPx: 64,
    thumbnail: { etag: small?.etag ?? "", bytes: 1 },
    blurHash: null,
  };
  const next = await settleRun(
    quiet,
    { job: job.id, attempt: 1, holder: host.agent.agentId },
    { kind: "done", results: [result], produceMs: 1 },
    Date.now(),
  );
  expect(next?.state).toBe("succeeded");
  expect(counted.statements).toBeLessThanOrEqual(STATEMENTS_MAX);
  expect(counted.rowsWritten).toBeLessThanOrEqual(ROWS_WRITTEN_MAX);
  expect(counted.rowsRead).toBeLessThanOrEqual(ROWS_READ_MAX);
});

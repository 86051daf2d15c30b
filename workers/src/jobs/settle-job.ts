/** A run of a job ends: what it stored is looked at, and what it becomes is written with what it costs, or not at all. */
import { JOB_LEASE_MS, type JobFailure, type JobResult, type JobRun } from "@llamasketch/contract";
import type { JobResultRow, JobRow } from "@llamasketch/db";
import { cancel, endRun, isOver, type Ending, type JobFacts } from "@llamasketch/jobs";
import { amount } from "@llamasketch/ledger";
import { commitLedger } from "../ledger/commit-ledger.ts";
import { log } from "../log.ts";
import type { Ports } from "../ports.ts";
import type { Statement } from "../commit.ts";
import { markedKey, outputKey, thumbnailKey } from "../media/job-keys.ts";
import { factsOf } from "./job-rows.ts";

export type RunEnd =
  | { kind: "done"; results: readonly JobResult[]; produceMs: number }
  | { kind: "failed"; reason: JobFailure }
  | { kind: "returned" }
  | { kind: "lost" };

export interface Run extends JobRun {
  holder: string;
}

/** What the job became; null when this run does not count any more, and then nothing was done. Throws when it is not known. */
export async function settleRun(
  services: Ports,
  run: Run,
  end: RunEnd,
  nowMs: number,
): Promise<JobFacts | null> {
  const { jobs, storage } = services;
  const row = await jobs.byId(run.job);
  if (!row || row.state !== "running" || row.holder !== run.holder || row.attempt !== run.attempt)
    return null;
  const results = end.kind === "done" ? await storedResults(services, row, end.results) : null;
  const ending: Ending =
    end.kind === "done" && results === null ? { kind: "failed", reason: "damaged" } : plainly(end);
  const kind = services.jobKinds[row.kind];
  const isWanted = results === null || !kind || (await kind.isWanted(services, row));
  const next = isWanted ? endRun(factsOf(row), run, ending, nowMs, Math.random()) : cancel(factsOf(row));
  if (!next) return null;
  const isKept = next.state === "succeeded" && results !== null;
  // A kind of its own counts what it keeps where it keeps it.
  const keptBytes = isKept && !kind ? results.reduce((sum, result) => sum + bytesOf(result), 0) : 0;
  const outcome = ending.kind === "failed" ? ending.reason : ending.kind;
  const produceMs = end.kind === "done" ? Math.round(end.produceMs) : null;
  try {
    await commitLedger(services, [
      jobs.addRun({
        jobId: run.job,
        attempt: run.attempt,
        holder: run.holder,
        outcome,
        produceMs,
        endedAt: nowMs,
      }),
      ...(isOver(next) ? [storage.endingJob(row.id, keptBytes)] : []),
      jobs.endRun(run, next, nowMs),
      ...(isKept ? await keepStatements(services, row, results, nowMs) : []),
      ...endStatements(services, row, next, nowMs),
    ]);
  } catch (error) {
    if (isStale(error)) return null;
    throw error;
  }
  if (isOver(next)) await pokeEnd(services, row);
  log("info", "run_ended", { jobId: run.job, attempt: run.attempt, outcome, state: next.state });
  return next;
}

const keepStatements = async (
  services: Ports,
  row: JobRow,
  results: JobResultRow[],
  nowMs: number,
): Promise<Statement[]> =>
  (await services.jobKinds[row.kind]?.keep(services, row, results, nowMs)) ?? [
    services.jobs.addResults(results),
  ];

/** What goes with a job's last change: its hold ends, and bytes that no result names are removed. */
export function endStatements(services: Ports, row: JobRow, next: JobFacts, nowMs: number): Statement[] {
  if (!isOver(next)) return [];
  const { jobKinds, ledger, outbox, webhooks } = services;
  const work = { workId: row.id, holderId: row.payerId, atMs: nowMs };
  const money =
    next.state === "succeeded"
      ? ledger.say({ kind: "capture", ...work, amount: amount("credit", row.units) })
      : ledger.say({ kind: "release", ...work, asset: "credit", ifOpen: true });
  // A kind of its own keeps nothing where runs store, and may have brought what went in.
  const hasStrays = row.kind in jobKinds || row.attempt > (next.state === "succeeded" ? 1 : 0);
  // Not before the tickets of its runs have ended, with which more could be stored.
  const dueAt = nowMs + JOB_LEASE_MS[row.class];
  const tidy = {
    id: tidyId(row.id),
    kind: "purge_job_runs",
    subject: row.id,
    createdAt: nowMs,
    dueAt,
  } as const;
  const letter = { id: letterId(row.id), kind: "mail_end", subject: row.id, createdAt: nowMs } as const;
  const call = { id: callId(row.id), kind: "deliver_webhook", subject: row.id, createdAt: nowMs } as const;
  return [
    ...money,
    // Named by the job: whoever ends it at the same time, or after it ended, says nothing new.
    ...(hasStrays ? [outbox.addOnce(tidy)] : []),
    ...(isWrittenTo(row, next) ? [outbox.addOnce(letter)] : []),
    ...(row.webhookUrl === null ? [] : [webhooks.add(row.id, row.ownerId, nowMs), outbox.addOnce(call)]),
  ];
}

const tidyId = (jobId: string): string => `tidy:${jobId}`;
const callId = (jobId: string): string => `call:${jobId}`;
const letterId = (jobId: string): string => `letter:${jobId}`;

/** Whoever cancels knows. */
const isWrittenTo = (row: JobRow, next: JobFacts): boolean => row.mails && next.state !== "cancelled";

/** Wakes whoever tells of its end. Only a poke: if it is lost, the sweep tells. */
export async function pokeEnd({ pokeOutside }: Ports, row: JobRow): Promise<void> {
  const ids = [
    ...(row.webhookUrl === null ? [] : [callId(row.id)]),
    ...(row.mails ? [letterId(row.id)] : []),
  ];
  if (ids.length > 0) await pokeOutside(ids.map((outboxId) => ({ outboxId })));
}

const plainly = (end: RunEnd): Ending =>
  end.kind === "failed" ? { kind: "failed", reason: end.reason } : { kind: end.kind };

/** Rows of what was stored, or null when it is not there as it was checked. */
async function storedResults(
  { media }: Ports,
  row: JobRow,
  results: readonly JobResult[],
): Promise<JobResultRow[] | null> {
  if (results.length !== row.outputs) return null;
  const found = await Promise.all(
    results.map(async (result, position): Promise<JobResultRow | null> => {
      const objectKey = outputKey(row.id, row.attempt, position);
      const small = result.thumbnail && thumbnailKey(row.id, row.attempt, position);
      // Without the copy it asked for it is not what was asked for.
      if ((row.mark !== null) !== (result.marked !== undefined)) return null;
      const copy = result.marked ? markedKey(row.id, row.attempt, position) : null;
      const [whole, marked, thumbnail] = await Promise.all([
        media.head(objectKey),
        copy === null ? null : media.head(copy),
        small && media.head(small),
      ]);
      const isWhole = isAsTold(whole, result) && (!result.marked || isAsTold(marked, result.marked));
      const isSmall = !small || (thumbnail && thumbnail.etag === result.thumbnail?.etag);
      // What the upload's own check found, not what the host says.
      const { widthPx, heightPx, format, durationMs } = whole?.customMetadata ?? {};
      const isAlike = !result.marked || marked?.customMetadata?.format === format;
      if (!isWhole || !isSmall || !isAlike || !widthPx || !heightPx) return null;
      return {
        jobId: row.id,
        position,
        attempt: row.attempt,
        objectKey,
        etag: result.etag,
        bytes: result.bytes,
        format: format as JobResultRow["format"],
        widthPx: Number(widthPx),
        heightPx: Number(heightPx),
        markedKey: copy,
        markedBytes: result.marked?.bytes ?? null,
        thumbnailKey: small,
        thumbnailBytes: small ? (result.thumbnail?.bytes ?? null) : null,
        blurHash: result.blurHash,
        durationMs: durationMs === undefined ? null : Number(durationMs),
      };
    }),
  );
  const whole = found.filter((result) => result !== null);
  return whole.length === found.length ? whole : null;
}

const bytesOf = ({ bytes, markedBytes, thumbnailBytes }: JobResultRow): number =>
  bytes + (markedBytes ?? 0) + (thumbnailBytes ?? 0);

const isAsTold = (object: R2Object | null, told: { etag: string; bytes: number }): boolean =>
  object?.etag === told.etag && object.size === told.bytes;

function isStale(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at.message.includes("job:stale")) return true;
  return false;
}

/** A job comes in: its row, what it costs and the leave to dispatch it, in one batch. Nothing after that is needed. */
import { IDEMPOTENCY_MS, JOB_DEADLINE_MS, JOB_LEASE_MS } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { amount } from "@llamasketch/ledger";
import { ApiError } from "../http/errors.ts";
import { newId } from "../ids.ts";
import { commitLedger } from "../ledger/commit-ledger.ts";
import type { Services } from "../services.ts";
import type { Statement } from "./commit.ts";
import { isErased, type NewJob } from "./job-store.ts";
import type { Leave } from "./leave-to-ask.ts";

export interface Admission extends Omit<
  NewJob,
  "id" | "region" | "deadline" | "createdAt" | "priority" | "concurrency" | "mark"
> {
  /** Where its id was needed before it; else it gets one. */
  id?: string;
  /** What a statement says that it was for; the job itself unless said. */
  reference?: string;
  /** The price that was promised, of which `units` is the amount. */
  quoteId: string | null;
  /** What its results may take of its owner's storage, set aside from now on: they can be stored when they are made. */
  reservedBytes: number;
  /** As much as its owner may store; with more than that it is not admitted. */
  budgetBytes: number;
  /** Go into the same batch, before the hold: what makes it possible, and what the job refers to. */
  before: Statement[];
}

/** The job, new or the one that this key stands for. Throws `ApiError` and `LedgerError`; then nothing was done. */
export async function admitJob(
  services: Services,
  { priority, concurrency, mark }: Leave,
  { id = newId("job"), reference = `job:${id}`, quoteId, budgetBytes, before, ...asked }: Admission,
  nowMs: number,
): Promise<JobRow> {
  const { jobs, ledger, outbox, storage, config } = services;
  const { ownerId, idempotencyKey: key, payerId, units, reservedBytes } = asked;
  const known = await jobOfKey(services, asked, nowMs);
  if (known) return known;
  const deadline = nowMs + JOB_DEADLINE_MS[asked.class];
  const rules = { priority, concurrency, mark };
  const job: NewJob = { ...asked, ...rules, id, region: config.region, deadline, createdAt: nowMs };
  const outboxId = newId("request");
  const hold = ledger.say({
    kind: "hold",
    workId: job.id,
    holderId: payerId,
    amount: amount("credit", units),
    quoteId,
    reference,
    atMs: nowMs,
    expiresAtMs: deadline + JOB_LEASE_MS[asked.class],
  });
  try {
    await commitLedger(services, [
      outbox.add({ id: outboxId, kind: "dispatch_job", subject: job.id, createdAt: nowMs }),
      ...(key === null ? [] : [jobs.freeKey(ownerId, key, nowMs - IDEMPOTENCY_MS)]),
      ...before,
      storage.reserve(ownerId, reservedBytes, budgetBytes),
      ...hold,
      jobs.add(job),
    ]);
  } catch (error) {
    // A write whose fate was unknown may have gone through; or another call with this key was first, and has taken the
    // credits or the promised price that were enough for one.
    const row = (await jobs.byId(job.id)) ?? (await jobOfKey(services, asked, nowMs));
    if (!row) throw error;
    if (row.id !== job.id) return row;
  }
  // Only a poke: if it is lost, the sweep dispatches.
  await services.pokeJob(outboxId).catch(() => undefined);
  const row = await jobs.byId(job.id);
  if (!row) throw new Error("a job is missing after it was written");
  return row;
}

/** The job that this key stands for; null when it is new, or a day old. Throws `ApiError` when it stands for another request. */
export async function jobOfKey(
  { jobs }: Services,
  { ownerId, idempotencyKey: key, request }: Pick<Admission, "ownerId" | "idempotencyKey" | "request">,
  nowMs: number,
): Promise<JobRow | null> {
  const row = key === null ? undefined : await jobs.byKey(ownerId, key);
  if (!row || row.createdAt < nowMs - IDEMPOTENCY_MS) return null;
  if (isErased(row))
    throw new ApiError("conflict", "What this idempotency key stands for was deleted.", {
      hint: "Send a new key to have it made anew.",
    });
  if (JSON.stringify(row.request) === JSON.stringify(request)) return row;
  throw new ApiError("conflict", "This idempotency key was used for another request.", {
    hint: "Send a new key with a new request; the first one still stands.",
  });
}

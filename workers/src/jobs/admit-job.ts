/** A job comes in: its row, what it costs and the leave to dispatch it, in one batch. Nothing after that is needed. */
import { IDEMPOTENCY_MS, JOB_DEADLINE_MS, JOB_LEASE_MS } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { amount } from "@llamasketch/ledger";
import { ApiError } from "../http/errors.ts";
import { newId } from "../ids.ts";
import { commitLedger } from "../ledger/commit-ledger.ts";
import type { Ports } from "../ports.ts";
import type { Statement } from "../commit.ts";
import { isErased, type NewJob } from "./job-rows.ts";
import type { Leave } from "./leave-to-ask.ts";

/** A call that may have been made before, under its key. */
export interface KeyedCall {
  ownerId: string;
  kind: string;
  idempotencyKey: string | null;
  /** Whether the request that a job of this key was made from is this one; nothing that was chosen here is compared. */
  isSame(stored: unknown): boolean;
}

export interface Admission
  extends
    KeyedCall,
    Omit<
      NewJob,
      keyof KeyedCall | "id" | "region" | "deadline" | "createdAt" | "priority" | "concurrency" | "mark"
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

/** The job that this key stands for, or else what `make` makes: another call with the key may be first even then. */
export async function onceForKey(
  services: Ports,
  call: KeyedCall,
  nowMs: number,
  make: () => Promise<JobRow>,
): Promise<JobRow> {
  const known = await jobOfKey(services, call, nowMs);
  if (known) return known;
  try {
    return await make();
  } catch (error) {
    // It may have been refused for what the first one took: credits, or a promised price.
    const first = await jobOfKey(services, call, nowMs);
    if (first) return first;
    throw error;
  }
}

/** The new job. Throws `ApiError` and `LedgerError`; then nothing was done. To be called within `onceForKey`. */
export async function admitJob(
  services: Ports,
  { priority, concurrency, mark }: Leave,
  {
    id = newId("job"),
    reference = `job:${id}`,
    isSame: _isSame,
    quoteId,
    budgetBytes,
    before,
    ...asked
  }: Admission,
  nowMs: number,
): Promise<JobRow> {
  const { jobs, ledger, outbox, storage, config } = services;
  const { ownerId, idempotencyKey: key, payerId, units, reservedBytes } = asked;
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
    // A write whose fate was unknown may have gone through.
    if (!(await jobs.byId(job.id))) throw error;
  }
  // Only a poke: if it is lost, the sweep dispatches.
  await services.pokeJob(outboxId);
  const row = await jobs.byId(job.id);
  if (!row) throw new Error("a job is missing after it was written");
  return row;
}

/** The job that this key stands for; null when it is new, or a day old. Throws `ApiError` when it stands for another request. */
async function jobOfKey(
  { jobs }: Ports,
  { ownerId, kind, idempotencyKey: key, isSame }: KeyedCall,
  nowMs: number,
): Promise<JobRow | null> {
  const row = key === null ? undefined : await jobs.byKey(ownerId, key);
  if (!row || row.createdAt < nowMs - IDEMPOTENCY_MS) return null;
  if (isErased(row))
    throw new ApiError("conflict", "What was made with this idempotency key has been deleted.", {
      hint: "Send a new key to make it again.",
    });
  if (row.kind === kind && isSame(row.request)) return row;
  throw new ApiError("conflict", "This idempotency key was used for another request.", {
    hint: "Send a new key with a new request; the first one still stands.",
  });
}

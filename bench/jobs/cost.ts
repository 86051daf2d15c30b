/**
 * What a job of one picture uses of Cloudflare, counted, and what that costs. Rows are what D1 itself counts in `workers/test/jobs/cost.test.ts`, which
 * fails when they rise; prices are the public list of the paid plan, US dollars a million, beyond what is included.
 */
const MILLION = 1e6;

export const USED = {
  /** POST, two uploads, the queue's consumer; each of them is a request of the Worker. */
  workerRequests: 4,
  /** About 4 ms each. */
  workerCpuMs: 16,
  /** Sent, delivered, acknowledged. */
  queueOperations: 3,
  /** One call, and a twentieth for each message that comes in: an ask, its progress, its end, the ask after. */
  objectRequests: 1 + 6 / 20,
  /** Two objects put. */
  storeWrites: 2,
  /** Two looked at before it counts. */
  storeReads: 2,
  rowsWritten: 22,
  rowsRead: 90,
} as const;

const USD_PER_MILLION: Readonly<Record<keyof typeof USED, number>> = {
  workerRequests: 0.3,
  workerCpuMs: 0.02,
  queueOperations: 0.4,
  objectRequests: 0.15,
  storeWrites: 4.5,
  storeReads: 0.36,
  rowsWritten: 1,
  rowsRead: 0.001,
};

export const usdPer1000 = (): number =>
  Object.entries(USED).reduce(
    (sum, [name, used]) => sum + (1000 * used * USD_PER_MILLION[name as keyof typeof USED]) / MILLION,
    0,
  );

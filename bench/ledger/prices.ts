/** Cloudflare's marginal prices, what is included in the plan left out. US dollars. */
export const PRICES = {
  source: "developers.cloudflare.com: workers, durable-objects, d1 and r2 pricing pages",
  readOn: "2026-11-21",
  rowWritten: 1e-6,
  rowRead: 0.001e-6,
  /** R2 class A. */
  put: 4.5e-6,
  /** Durable Objects; 20 incoming socket messages are one. */
  objectRequest: 0.15e-6,
  messagesPerRequest: 20,
  gigabyteSecond: 12.5e-6,
  objectGigabytes: 0.128,
  workerRequest: 0.3e-6,
  workerCpuMs: 0.02e-6,
} as const;

/**
 * What opening a sketch causes, once a session, counted from the code: who am I, the sketch, its strokes, a ticket, two sockets;
 * the session's and the dispatcher's calls; the session's memory of its generation, its ticket, the pen and its placement.
 */
export const OPENING = { workerRequests: 6, workerCpuMs: 12, objectRequests: 8, rows: 8 } as const;

/** Messages into the session for each picture shown: changed, canvas; turn, picture. */
export const MESSAGES_PER_PICTURE = 4;
/** A message through a hibernating object took 1.3 ms of CPU where the platform was measured. */
export const HANDLER_MS_PER_MESSAGE = 2;

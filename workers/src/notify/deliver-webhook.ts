/** Tells whoever asked for it of a generation's end; again later until it is heard. */
import { newId } from "../ids.ts";
import { log } from "../log.ts";
import type { Ports } from "../ports.ts";
import type { OutboxOutcome } from "../feature.ts";
import type { Receiver } from "../feature.ts";
import { plainAddress, refusedAddress } from "./webhook-address.ts";
import { secretsIn, signatureHeaders } from "./webhook-signature.ts";

const MINUTE_MS = 60_000;
/** After each try that was not heard; after the last it is given up, until somebody asks for it again. */
const WAITS_MS = [1, 5, 30, 120, 300, 600, 840].map((minutes) => minutes * MINUTE_MS);
const WITHIN_MS = 10_000;
/** The one answer that is about all that would come, not about this call (Standard Webhooks). */
const GONE = 410;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export async function webhookReceiver({ jobs }: Ports, jobId: string): Promise<Receiver | null> {
  const row = await jobs.byId(jobId);
  if (!row?.webhookUrl || !URL.canParse(row.webhookUrl)) return null;
  return { personId: row.ownerId, host: new URL(row.webhookUrl).hostname };
}

/** Its id is the job's: a receiver that hears twice can tell. */
export async function deliverWebhook(
  services: Ports,
  jobId: string,
  nowMs: number,
  send: Fetch = (url, init) => fetch(url, init),
): Promise<OutboxOutcome> {
  const { webhooks, jobs, outbox, commit } = services;
  const [delivery, row] = await Promise.all([webhooks.byJob(jobId), jobs.byId(jobId)]);
  if (!row?.webhookUrl || delivery?.state !== "pending") return "done";
  const { webhookUrl, ownerId } = row;
  const address = plainAddress(webhookUrl);
  const givenUp = { state: "failed", lastStatus: delivery.lastStatus, endedAt: nowMs, nextAt: null } as const;
  const isStopped = (await webhooks.stoppedAmong(ownerId, [address])).has(address);
  // An address that was public when it was asked for may be none under rules that came since.
  if (isStopped || refusedAddress(webhookUrl, services.config.isDevelopment) !== null) {
    await commit([webhooks.tried(delivery, givenUp)]);
    return "done";
  }
  const kept = await webhooks.secretOf(ownerId);
  const told = await services.jobEnds[row.kind]?.view(services, row);
  if (!kept || !told) return "done";
  const body = JSON.stringify({
    type: told.type,
    timestamp: new Date(row.endedAt ?? nowMs).toISOString(),
    data: told.data,
  });
  const headers = await signatureHeaders(secretsIn(kept, nowMs), `msg_${jobId}`, body, nowMs);
  const status = await post(send, webhookUrl, body, headers);
  const isHeard = status !== null && status >= 200 && status < 300;
  const isGone = status === GONE;
  const waitMs = isGone ? undefined : WAITS_MS[delivery.attempts];
  const state = isHeard ? "delivered" : waitMs === undefined ? "failed" : "pending";
  const nextAt = state === "pending" && waitMs !== undefined ? nowMs + waitMs : null;
  const endedAt = state === "pending" ? null : nowMs;
  await commit([
    webhooks.tried(delivery, { state, lastStatus: status, endedAt, nextAt }),
    ...(isGone ? [webhooks.stop(ownerId, address, nowMs)] : []),
    ...(nextAt !== null
      ? [
          outbox.add({
            id: newId("request"),
            kind: "deliver_webhook",
            subject: jobId,
            createdAt: nowMs,
            dueAt: nextAt,
          }),
        ]
      : []),
  ]);
  log("info", "webhook_tried", { jobId, status, state });
  return "done";
}

/** The status, or null without an answer. A redirect is an answer that was not heard: it is never followed. */
async function post(
  send: Fetch,
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<number | null> {
  try {
    const answer = await send(url, {
      method: "POST",
      body,
      headers: { ...headers, "content-type": "application/json", "user-agent": "LlamaSketch-Webhooks/1" },
      redirect: "manual",
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}

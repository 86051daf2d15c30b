/** Writes to whoever asked for it that a generation has ended. Carried out twice, even at a time, it is one letter. */
import { cutText } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { log } from "../log.ts";
import { notReadyLetter, readyLetter } from "../mail/letters.ts";
import { MAIL_HOST } from "../mail/mailer.ts";
import type { Ports } from "../ports.ts";
import type { JobEnd, OutboxOutcome } from "../feature.ts";
import type { Receiver } from "../feature.ts";

/** Whoever claimed it and has not sent it by then never will. */
const CLAIM_MS = 600_000;
/** What could not be sent for so long is no news any more. */
const NEWS_MS = 24 * 3_600_000;
const PROMPT_MAX_CHARS = 120;

const WHY: Record<NonNullable<JobRow["reason"]>, string> = {
  refused: "The model would not take what was asked for.",
  poison: "It failed on several machines.",
  tries: "It failed too often.",
  expired: "No machine could begin it in time.",
};

export async function endReceiver({ jobs }: Ports, jobId: string): Promise<Receiver | null> {
  const row = await jobs.briefOf(jobId);
  return row ? { personId: row.ownerId, host: MAIL_HOST } : null;
}

export async function mailEnd(services: Ports, jobId: string, nowMs: number): Promise<OutboxOutcome> {
  const { jobs, jobEnds, accounts, mailer, commit } = services;
  const row = await jobs.byId(jobId);
  const end = row && jobEnds[row.kind];
  if (!end || !row.mails || row.mailedAt !== null || (row.state !== "succeeded" && row.state !== "failed"))
    return "done";
  if ((row.endedAt ?? nowMs) < nowMs - NEWS_MS) {
    log("error", "end_not_mailed", { jobId });
    return "done";
  }
  // The address as it is now: whoever left, or changed it, is not written to where they were.
  const owner = await accounts.byId(row.ownerId);
  if (!owner?.email || !owner.emailVerified || owner.deletedAt !== null) return "done";
  const [claimed] = await commit([jobs.claimMail(jobId, nowMs, nowMs - CLAIM_MS)]);
  if (claimed.length === 0) return "later";
  try {
    await mailer.send(letterOf(services, end, row, owner.email));
  } catch (error) {
    await commit([jobs.unclaimMail(jobId)]);
    throw error;
  }
  await commit([jobs.mailed(jobId, nowMs)]);
  log("info", "end_mailed", { jobId, state: row.state });
  return "done";
}

function letterOf({ config }: Ports, end: JobEnd, row: JobRow, to: string) {
  const prompt = end.words(row.request);
  const about = {
    url: `${config.publicUrl}${end.path(row.id)}`,
    jobsUrl: `${config.publicUrl}/jobs`,
    prompt: prompt.length > PROMPT_MAX_CHARS ? `${cutText(prompt, PROMPT_MAX_CHARS).trimEnd()}…` : prompt,
  };
  return row.reason === null
    ? readyLetter(to, { ...about, pictures: row.outputs })
    : notReadyLetter(to, { ...about, why: WHY[row.reason] });
}
